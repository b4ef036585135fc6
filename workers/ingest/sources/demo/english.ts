import type { Language } from "./language.ts";
import { englishPosts } from "./languages/english_posts.ts";
import { englishSlots } from "./languages/english_slots.ts";
import { englishTails } from "./languages/english_tails.ts";
import {
  englishAbout,
  englishTags,
  englishThings,
} from "./languages/english_things.ts";

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
