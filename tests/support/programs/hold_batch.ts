/**
 * A worker that takes a batch and stands still, until it is killed:
 * `deno run hold_batch.ts <url> <ackWaitSeconds>`. It prints how many messages
 * it holds.
 */
import { openJetStream } from "../../../workers/broker/jetstream/open.ts";

const [url = "", ackWaitSeconds] = Deno.args;
const broker = await openJetStream(url, {
  ackWaitSeconds: Number(ackWaitSeconds),
});
for await (const batch of broker.batches(new AbortController().signal)) {
  // deno-lint-ignore no-console
  console.log(batch.length);
  await new Promise(() => {});
}
