import { choiceIn } from "./choice_in.ts";

/** Kinds of terms of which a page shows one at a time. */
export const LIST_KINDS = [
  "hashtag",
  "mention",
  "link",
  "emoji",
  "lang",
] as const;

/** A kind of {@linkcode LIST_KINDS}. */
export type ListKind = typeof LIST_KINDS[number];

/** Which list a page's address (path and query) asks for, as `list=`. */
export function listKind(address: string): ListKind {
  return choiceIn(address, "list", LIST_KINDS);
}
