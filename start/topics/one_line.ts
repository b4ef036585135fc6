/** What moves a terminal's cursor or turns its text around. */
const CONTROL =
  // deno-lint-ignore no-control-regex
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text that others wrote as one line of a terminal, cut if it has more than `most` characters. */
export function oneLine(text: string, most = Infinity): string {
  const plain = text.replace(/\s+/g, " ").trim().replace(CONTROL, "\ufffd");
  const characters = Array.from(plain);
  if (characters.length <= most) return plain;
  return `${characters.slice(0, most - 1).join("")}…`;
}
