import type { TermCount, WindowTerms } from "../../domain/live/snapshot.ts";

/** Asks the server for the words of a topic within a time, in seconds since the epoch. */
export async function askWords(
  slug: string,
  { from, to }: { from: number; to: number },
  signal: AbortSignal,
): Promise<WindowTerms> {
  async function ask(kind: "positive" | "negative"): Promise<TermCount[]> {
    const params = new URLSearchParams({
      topic: slug,
      from: String(from),
      to: String(to),
      kind,
      limit: "10",
    });
    const response = await fetch(`/api/terms?${params}`, { signal });
    if (!response.ok) throw new Error(`The server answers ${response.status}`);
    return await response.json();
  }
  const [positive, negative] = await Promise.all([
    ask("positive"),
    ask("negative"),
  ]);
  return { positive, negative };
}
