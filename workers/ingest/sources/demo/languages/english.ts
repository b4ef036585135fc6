import type { Language } from "../language.ts";
import { englishPosts } from "./english_posts.ts";
import { englishSlots } from "./english_slots.ts";
import { englishTails } from "./english_tails.ts";
import { englishAbout, englishTags, englishThings } from "./english_things.ts";

/** Most posts. */
export const english: Language = {
  posts: englishPosts,
  tails: englishTails,
  things: englishThings,
  about: englishAbout,
  and: ["and", "&", "plus", "and also"],
  stop: ". ",
  tags: englishTags,
  slots: englishSlots,
};
