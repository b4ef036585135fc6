import { deepStrictEqual, ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  idOf,
  makeMessages,
  manageNats,
  readUntil,
  startNatsCluster,
} from "../../../tests/support/nats.ts";
import { retryUntil } from "../../../tests/support/waiting.ts";
import { openJetStream } from "./open.ts";

// Seen to fail with a publisher that gives up after the first error.
Deno.test("openJetStream() loses nothing when the leader of three servers is killed", async () => {
  await using cluster = await startNatsCluster();
  const options = { replicas: 3, ackWaitSeconds: 2 };
  await using ingest = await openJetStream(cluster.url, options);
  await using persist = await openJetStream(cluster.url, options);
  await using nats = await manageNats(cluster.url);
  const { cluster: members } = await nats.manager.streams.info("POSTS");
  const leader = cluster.servers.find(({ name }) => name === members?.leader);

  const messages = makeMessages(8_000);
  let taken = 0;
  const published = Promise.all(
    messages.map((message) => ingest.publish(message).then(() => taken++)),
  );
  const reading = readUntil(
    persist,
    (read) => new Set(read.map(idOf)).size === 8_000,
  );
  await retryUntil(() => Promise.resolve(ok(taken > 1_000)), { pauseMs: 1 });
  await leader!.kill();
  ok(taken < 8_000, "it was killed too late");
  await published;
  // A new leader may not know each id that the old one knew: some may come twice.
  const read = (await reading).sort((a, b) => a.logSeq - b.logSeq);
  deepStrictEqual([...new Set(read.map(idOf))], messages.map(({ id }) => id));

  await leader!.start();
  await delay(100);
  await ingest.publish(makeMessages(1, { from: 8_000 })[0]!);
});
