import { textWidth } from "./text_width.ts";

/** Characters that are shown before the place, and behind it. */
const [BEFORE, BEHIND] = [40, 30];

/**
 * Shows a place of a text: the line around it, and a caret below it.
 *
 * @param position In UTF-16 units from 0.
 */
export function pointAt(text: string, position: number): string {
  const before = Array.from(text.slice(0, position));
  const behind = Array.from(text.slice(position));
  const head = toPlain(before.slice(-BEFORE), before.length > BEFORE, "…", "");
  const tail = toPlain(
    behind.slice(0, BEHIND),
    behind.length > BEHIND,
    "",
    "…",
  );
  return `  ${head}${tail}\n  ${" ".repeat(textWidth(head))}^`;
}

/** Each character as one that a terminal shows where it stands. */
function toPlain(
  characters: readonly string[],
  isCut: boolean,
  first: string,
  last: string,
): string {
  const text = characters.join("").replace(
    /[\p{Cc}\p{Zl}\p{Zp}]|(?!\u200d)\p{Cf}/gu,
    " ",
  );
  return isCut ? `${first}${text}${last}` : text;
}
