import { foldText } from "../text/fold_text.ts";
import { MAX_SLUG_LENGTH } from "./is_slug.ts";

/** A letter or digit, and what belongs to the same word; no part of an emoji such as 1️⃣. */
const WORD = /[\p{L}\p{Nd}][[\p{L}\p{M}\p{Nd}]--[\u{FE0E}\u{FE0F}\u{20E3}]]*/gv;

/**
 * Names a topic after its query: `"climate change"` becomes `climate-change`.
 *
 * Empty if the query holds no letter and no digit.
 */
export function slugOf(query: string): string {
  const words = foldText(query).match(WORD) ?? [];
  const slug = Array.from(words.join("-")).slice(0, MAX_SLUG_LENGTH).join("");
  return slug.replace(/-$/, "");
}
