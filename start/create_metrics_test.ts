import { match, ok } from "node:assert/strict";
import { createMetrics } from "./create_metrics.ts";

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
