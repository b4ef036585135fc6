import { readPageRange } from "../../domain/request/range.ts";
import { termsSpan } from "../../domain/request/terms.ts";

/** What to call the time that parameters of an address ask for, as in `Mood, 7 d`; null for the live window. */
export function timeWords(key: string): string | null {
  const range = readPageRange(new URLSearchParams(key), 0);
  if (range.kind === "live") return null;
  return termsSpan(range, 0).words.replace("last ", "");
}
