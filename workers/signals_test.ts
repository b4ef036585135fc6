import { deepStrictEqual } from "node:assert/strict";

const MODULE = new URL("shutdown_signal.ts", import.meta.url).href;

/** A process that says when it is ready and when it was asked to end, and then lingers. */
const SCRIPT = `
  import { shutdownSignal } from "${MODULE}";
  const signal = shutdownSignal();
  signal.addEventListener("abort", () => console.log("ending", signal.reason));
  console.log("ready");
  setTimeout(() => Deno.exit(3), 20_000);
`;

/** Sends signals one by one, each after a line of output. */
async function endWith(signals: readonly Deno.Signal[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", SCRIPT],
    env: { NO_COLOR: "1" },
    stdout: "piped",
  }).spawn();
  const lines: string[] = [];
  const left = [...signals];
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    lines.push(...text.trim().split("\n"));
    const signal = left.shift();
    if (signal) child.kill(signal);
  }
  return { lines, code: (await child.status).code };
}

for (const name of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`shutdownSignal() aborts at ${name}, and lets a second one end the process`, async () => {
    deepStrictEqual(await endWith([name, "SIGTERM"]), {
      lines: ["ready", `ending ${name}`],
      code: 130,
    });
  });
}
