import { doesNotMatch, match, ok } from "node:assert/strict";
import { makePipeline } from "../tests/support/pipeline.ts";
import { createMetrics } from "./metrics.ts";

Deno.test("createMetrics() gives what it counted as Prometheus text", async () => {
  let viewers = 2;
  const metrics = createMetrics(() => viewers);
  metrics.events.inc({ source: "file", kind: "post" });
  metrics.events.inc({ source: "file", kind: "post" });
  metrics.rows.inc({ table: "posts" }, 5);
  metrics.retries.inc();
  metrics.evicted.inc();
  metrics.pollErrors.inc();
  metrics.lastCommit.set(1_700_000_000);
  viewers = 3;
  const text = await metrics.read();
  for (
    const line of [
      'freshet_source_events_total{source="file",kind="post"} 2',
      'freshet_rows_total{table="posts"} 5',
      "freshet_persist_retries_total 1",
      "freshet_viewers_evicted_total 1",
      "freshet_poll_errors_total 1",
      "freshet_last_commit_seconds 1700000000",
      "freshet_viewers 3",
    ]
  ) ok(text.split("\n").includes(line), `${line} is not in\n${text}`);
  match(text, /^# HELP freshet_rows_total Rows committed, by table$/m);
  match(text, /^# TYPE freshet_viewers gauge$/m);
});

Deno.test("createMetrics() counts apart from other metrics of the process", async () => {
  createMetrics(() => 0).retries.inc();
  const text = await createMetrics(() => 0).read();
  ok(text.includes("freshet_persist_retries_total 0"));
});

Deno.test("createMetrics() tells what the database says of the sources, each time anew", async () => {
  const { sources, spending } = makePipeline();
  const health = { sources, spending, openGaps: ["x:"] };
  let answer = Promise.resolve(health);
  const metrics = createMetrics(() => 0, { readHealth: () => answer });
  const text = await metrics.read();
  for (
    const line of [
      'freshet_source_up{source="bluesky:"} 1',
      'freshet_source_up{source="x:"} 0',
      'freshet_open_gaps{source="bluesky:"} 0',
      'freshet_open_gaps{source="x:"} 1',
      'freshet_billed_posts{source="x"} 812',
      'freshet_billed_posts_limit{source="x"} 2000',
      'freshet_billed_dollars{source="x"} 4.06',
    ]
  ) ok(text.split("\n").includes(line), `${line} is not in\n${text}`);

  answer = Promise.resolve({ ...health, sources: sources.slice(0, 1) });
  doesNotMatch(await metrics.read(), /up\{source="x:"/);
  answer = Promise.reject(new Error("no database"));
  const without = await metrics.read();
  doesNotMatch(without, /^freshet_(source_up|open_gaps|billed)/m);
  match(without, /^freshet_viewers 0$/m);
});

Deno.test("createMetrics() tells of no limit where there is none, and no source that has ended", async () => {
  const { sources, spending } = makePipeline();
  const readHealth = () =>
    Promise.resolve({
      sources: sources.map((source) => ({
        ...source,
        state: "ended" as const,
      })),
      spending: { ...spending!, limit: null },
      openGaps: [],
    });
  const text = await createMetrics(() => 0, { readHealth }).read();
  doesNotMatch(text, /^freshet_(source_up|billed_posts_limit)/m);
});

Deno.test("createMetrics() counts by topic what the database counts", async () => {
  const counts = { posts: 12, positive: 5, negative: 3, score: -4 };
  let answer = Promise.resolve([{ topic: "sea", ...counts, lastPost: 60 }]);
  const metrics = createMetrics(() => 0, { readCounters: () => answer });
  await metrics.read();
  const text = await metrics.read();
  for (
    const line of [
      "# TYPE freshet_topic_posts_total counter",
      'freshet_topic_posts_total{topic="sea"} 12',
      'freshet_topic_positive_total{topic="sea"} 5',
      'freshet_topic_negative_total{topic="sea"} 3',
      'freshet_topic_score_sum{topic="sea"} -4',
      'freshet_topic_last_post_seconds{topic="sea"} 60',
    ]
  ) ok(text.split("\n").includes(line), `${line} is not in\n${text}`);
  answer = Promise.reject(new Error("no database"));
  doesNotMatch(await metrics.read(), /^freshet_topic/m);
});
