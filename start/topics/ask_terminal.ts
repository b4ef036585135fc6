import { ended } from "../ended.ts";
import type { Ask } from "./run_command.ts";

/** Makes what asks whoever sits at the terminal; an abort counts as no. */
export function askTerminal(signal: AbortSignal): Ask {
  if (!Deno.stdin.isTerminal()) return () => null;
  return async (question) => {
    await Deno.stderr.write(new TextEncoder().encode(`${question} [y/N] `));
    const line = new Uint8Array(100);
    const length = await Promise.race([Deno.stdin.read(line), ended(signal)]);
    const answer = new TextDecoder().decode(line.subarray(0, length ?? 0));
    return /^y(es)?\s*$/i.test(answer);
  };
}
