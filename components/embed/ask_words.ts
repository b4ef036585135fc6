import { askServer } from "../live/ask_server.ts";
import type { TermCount, WindowTerms } from "../../domain/live/snapshot.ts";

/** Asks the server for the words of a topic within a time, in seconds since the epoch. */
export async function askWords(
  slug: string,
  { from, to }: { from: number; to: number },
  signal: AbortSignal,
): Promise<WindowTerms> {
  const range = { topic: slug, from: String(from), to: String(to) };
  const ask = (kind: "positive" | "negative") =>
    askServer<TermCount[]>("/api/terms", {
      ...range,
      kind,
      limit: "10",
    }, signal);
  const [positive, negative] = await Promise.all([
    ask("positive"),
    ask("negative"),
  ]);
  return { positive, negative };
}
