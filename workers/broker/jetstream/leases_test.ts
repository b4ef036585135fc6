import { testLeaseStore } from "../../../tests/support/broker_suite.ts";
import { startNatsServer } from "../../../tests/support/nats.ts";
import { openJetStream } from "./open.ts";

testLeaseStore("createKvLeases()", async (test) => {
  await using server = await startNatsServer();
  await using one = await openJetStream(server.url, { use: "ingest" });
  await using other = await openJetStream(server.url, { use: "ingest" });
  await test(one.leases, other.leases);
});
