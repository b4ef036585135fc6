import type { Assignment } from "./assignment.ts";
import { authors } from "./authors.ts";
import type { Tone } from "./language.ts";
import { languages } from "./languages.ts";
import { phrases } from "./phrases.ts";
import type { Random } from "./random.ts";

const EMOJI_SHARE = 0.26;
const TAG_SHARE = 0.24;
const MENTION_SHARE = 0.12;
const LINK_SHARE = 0.16;

const EMOJI: Readonly<Record<Tone, readonly string[]>> = {
  positive: phrases(
    "😊 | 😂 | 🎉 | ❤️ | 👏 | 🙌🏽 | 😍 | ✨ | 👍🏻 | 🌈 | 🥳 | 💛 | 👩🏾‍🍳 | 🤩 | 🌻 | 👨‍👩‍👧",
  ),
  negative: phrases(
    "😒 | 😩 | 🙄 | 😢 | 😤 | 🤦‍♀️ | 👎 | 😴 | 💤 | 🥱 | 😬 | 🤷🏽‍♂️ | 💔 | 🌧️ | 😵‍💫",
  ),
  neutral: phrases(
    "🤔 | 👀 | 📚 | 🎧 | 📷 | 🗓️ | ☕ | 🚋 | 📌 | 🧩 | 🕐 | ✍️ | 🗺️ | 🍞 | 👩‍💻",
  ),
};

/** Names that no real site can have. */
const HOSTS = phrases(`
  news.example | blog.example | video.example | photos.example | radio.example.org | weekly.example.com
  maps.example.net | letters.example | quiz.example.org | short.example
`);

/** Adds what posts carry besides words: emoji, hashtags, mentions, links. */
export function decorate(
  text: string,
  { lang, tone, words }: Assignment,
  random: Random,
): string {
  const parts = [text];
  if (random.chance(EMOJI_SHARE)) {
    parts.push(random.pick(EMOJI[tone]).repeat(random.chance(0.15) ? 2 : 1));
  }
  if (random.chance(TAG_SHARE)) parts.push(...pickTags(lang, words, random));
  if (random.chance(MENTION_SHARE)) {
    const mention = `@${random.pick(authors).handle}`;
    if (random.chance(0.6)) parts.unshift(mention);
    else parts.push(random.chance(0.5) ? `cc ${mention}` : mention);
  }
  if (random.chance(LINK_SHARE)) parts.push(pickLink(random));
  return parts.join(" ");
}

function pickTags(
  lang: Assignment["lang"],
  words: readonly string[],
  random: Random,
): string[] {
  const tags = new Set<string>();
  for (const word of words) {
    if (random.chance(0.4) && /^[\p{L}\p{N}_]+$/u.test(word)) {
      tags.add(`#${word}`);
    }
  }
  tags.add(`#${random.pick(languages[lang].tags)}`);
  return [...tags];
}

function pickLink(random: Random): string {
  const path = random.int(36 ** 5).toString(36).padStart(5, "0");
  return `https://${random.pick(HOSTS)}/${path}`;
}
