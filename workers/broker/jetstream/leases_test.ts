import { ok, strictEqual } from "node:assert/strict";
import { testLeaseStore } from "../../../tests/support/broker_suite.ts";
import {
  manageNats,
  startJetStreamLog,
  startNatsServer,
} from "../../../tests/support/nats.ts";
import { retryUntil } from "../../../tests/support/waiting.ts";
import { openJetStream } from "./open.ts";

testLeaseStore("createKvLeases()", async (test) => {
  await using server = await startNatsServer();
  await using one = await openJetStream(server.url, { use: "ingest" });
  await using other = await openJetStream(server.url, { use: "ingest" });
  await test(one.leases, other.leases);
});

// Seen to fail with a bucket that is opened once and for all.
Deno.test("createKvLeases() creates a bucket again that is gone", async () => {
  await using log = await startJetStreamLog();
  const { leases } = log.broker;
  ok(await leases.take("x:", "one", 10_000));
  await using nats = await manageNats(log.server.url);
  await nats.manager.streams.delete("KV_freshet_leases");
  await retryUntil(async () => ok(await leases.take("x:", "one", 10_000)));
  strictEqual(await leases.take("x:", "other", 10_000), false);
});
