import { foldText } from "../text/fold_text.ts";

/** Characters that a slug may have. */
export const MAX_SLUG_LENGTH = 64;

/** What a slug is, for those who wrote something else. */
export const SLUG_RULE =
  `1 to ${MAX_SLUG_LENGTH} lower-case letters, digits, - and _, a letter or digit first`;

const SLUG = new RegExp(
  String.raw`^[\p{L}\p{N}][\p{L}\p{M}\p{N}_\-]{0,${MAX_SLUG_LENGTH - 1}}$`,
  "u",
);

/** Whether a text can name a topic: in an address, a subject of NATS and a file's name alike. */
export function isSlug(text: string): boolean {
  return SLUG.test(text) && foldText(text) === text;
}
