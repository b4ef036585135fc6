import { Gauge, type Registry } from "prom-client";
import type { Health } from "./read_health.ts";

/**
 * Adds to a registry what the database says of the sources. The answer reads
 * it anew; while it cannot be read, these gauges are left out.
 */
export function createHealthGauges(
  registry: Registry,
  readHealth: () => Promise<Health>,
): () => Promise<void> {
  const registers = [registry];
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ) => new Gauge({ name, help, labelNames, registers });

  const up = gauge(
    "freshet_source_up",
    "Whether a source is being read",
    ["source"],
  );
  const gaps = gauge(
    "freshet_open_gaps",
    "Interruptions of sources that are not over",
    ["source"],
  );
  const posts = gauge(
    "freshet_billed_posts",
    "Posts that a source has billed today, UTC",
    ["source"],
  );
  const limit = gauge(
    "freshet_billed_posts_limit",
    "Posts that a source may bill a day",
    ["source"],
  );
  const dollars = gauge(
    "freshet_billed_dollars",
    "What a source has billed today, UTC, in US dollars",
    ["source"],
  );

  function tell({ sources, openGaps, spending }: Health): void {
    for (const { source, state } of sources) {
      gaps.set({ source }, openGaps.filter((key) => key === source).length);
      if (state === "ended") continue;
      up.set({ source }, state === "live" || state === "reading" ? 1 : 0);
    }
    if (!spending) return;
    posts.set({ source: "x" }, spending.posts);
    dollars.set({ source: "x" }, spending.cost);
    if (spending.limit !== null) limit.set({ source: "x" }, spending.limit);
  }

  return async () => {
    const health = await readHealth().catch(() => null);
    for (const one of [up, gaps, posts, limit, dollars]) one.reset();
    if (health) tell(health);
  };
}
