/** Connects to the NATS server of its argument and says how that went. */
import { connectNats } from "../../../workers/broker/jetstream/connection.ts";

try {
  await using link = await connectNats(Deno.args[0] ?? "", {
    signal: AbortSignal.timeout(5_000),
  });
  await link.connection.flush();
  report("connected");
} catch (error) {
  report(Deno.inspect(error));
}

function report(line: string): void {
  // deno-lint-ignore no-console
  console.log(line);
}
