import type { Config } from "../config.ts";
import type { Topic } from "../domain/topic/topic.ts";
import type { Log } from "../log.ts";

/** Says which topics are tracked, and that `TRACK` is not among them where somebody may expect it. */
export function tellTopics(
  { topics: seeds, isTracked }: Pick<Config, "topics" | "isTracked">,
  topics: readonly Topic[],
  log: Log,
): void {
  const active = topics.filter((topic) => topic.active);
  log("info", "topics", { active: active.map(({ slug }) => slug) });
  if (!isTracked) return;
  const isKnown = ({ slug, query }: { slug: string; query: string }) =>
    active.some((topic) => topic.slug === slug && topic.query === query);
  const missing = seeds.filter((seed) => !isKnown(seed));
  if (missing.length === 0) return;
  log(
    "warn",
    "TRACK is for new databases only: this one keeps its topics " +
      "(change them with deno task topics)",
    { ignored: missing.map(({ slug, query }) => `${slug}=${query}`) },
  );
}
