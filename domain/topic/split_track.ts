const MARK = /["(),]/g;

/** Splits a list of topics at its commas, but not at those in quotation marks or parentheses. */
export function splitTrack(value: string): string[] {
  const entries: string[] = [];
  let from = 0;
  let depth = 0;
  let quoted = false;
  for (const { 0: mark, index } of value.matchAll(MARK)) {
    if (mark === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (mark === "(") depth++;
    else if (mark === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      entries.push(value.slice(from, index));
      from = index + 1;
    }
  }
  entries.push(value.slice(from));
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}
