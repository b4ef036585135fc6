import { foldText } from "./tokens.ts";

/** Characters that a slug may have. */
const MAX_LENGTH = 64;

/** The rule for slugs, as error messages state it. */
export const SLUG_RULE =
  `1 to ${MAX_LENGTH} lower-case letters, digits, - and _, a letter or digit first`;

const SLUG = new RegExp(
  String.raw`^[\p{L}\p{N}][\p{L}\p{M}\p{N}_\-]{0,${MAX_LENGTH - 1}}$`,
  "u",
);

/** Whether a text can name a topic: in an address, a NATS subject and a file name alike. */
export function isSlug(text: string): boolean {
  return SLUG.test(text) && foldText(text) === text;
}

/** A letter or digit, with the rest of its word; no part of an emoji such as 1️⃣. */
const WORD = /[\p{L}\p{Nd}][[\p{L}\p{M}\p{Nd}]--[\u{FE0E}\u{FE0F}\u{20E3}]]*/gv;

/**
 * Names a topic after its query: `"climate change"` becomes `climate-change`.
 *
 * Empty if the query holds no letter and no digit.
 */
export function slugOf(query: string): string {
  const words = foldText(query).match(WORD) ?? [];
  const slug = Array.from(words.join("-")).slice(0, MAX_LENGTH).join("");
  return slug.replace(/-$/, "");
}
