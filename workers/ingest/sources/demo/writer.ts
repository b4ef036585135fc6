import { fill, phrases, type Tone } from "./language.ts";
import { type LanguageCode, languages } from "./languages.ts";
import { createDeck, type Random } from "./random.ts";

const TAIL_SHARE = 0.4;
const LOWER_CASE_SHARE = 0.12;

/** Creates a writer of posts; what it draws from, it does not soon draw again. */
export function createTextWriter(
  random: Random,
): (assignment: Assignment) => string {
  const draw = createDeck(random.fork());

  return (assignment) => {
    const { lang, tone, words } = assignment;
    const { posts, tails, things, about, and, stop, slots } = languages[lang];
    const grammar = { ...slots, thing: words.length > 0 ? about : things };

    let text = fill(grammar, draw(posts[tone]), draw);
    if (random.chance(TAIL_SHARE)) {
      const end = /[\p{L}\p{N}>]$/u.test(text) ? stop : " ";
      text += end + fill(grammar, draw(tails[tone]), draw);
    }
    if (!random.chance(LOWER_CASE_SHARE)) text = capitalize(text);
    const names = words.map((word) => nameOf(word, random));
    text = insert(text, names.join(` ${draw(and)} `));
    return decorate(text, assignment, random);
  };
}

function capitalize(text: string): string {
  return text.replace(
    /(^[¿¡]?|[.!?] [¿¡]?)(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** A word as people write it: now and then with a capital, or as a hashtag. */
function nameOf(word: string, random: Random): string {
  if (!/^[a-z][\p{L}\p{N}_]*$/u.test(word)) return word;
  if (random.chance(0.1)) return `#${word}`;
  return random.chance(0.5) ? word[0]!.toUpperCase() + word.slice(1) : word;
}

/** Puts the name in its places, where it must stay a token of its own. */
function insert(text: string, name: string): string {
  return text.replace(
    /([\p{L}\p{M}\p{N}_])?<word>/gu,
    (_, before?: string) => before === undefined ? name : `${before} ${name}`,
  );
}

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
function decorate(
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

/** What to write. */
interface Assignment {
  readonly lang: LanguageCode;
  readonly tone: Tone;
  /** The tracked words that the text must hold as tokens; none, one or two. */
  readonly words: readonly string[];
}

/** Somebody made up. */
export interface Author {
  /** Without `@`. */
  readonly handle: string;
  readonly lang: LanguageCode;
}

const FIRST = phrases(`
  quiet | paper | maple | copper | rainy | lemon | velvet | pocket | silver | wooden | sleepy | minty | rusty | amber
  hidden | little | nordic | salty | dusty | early | plaid | mellow | cobalt | crooked
`);

const SECOND = phrases(`
  kettle | harbor | otter | lantern | pigeon | compass | teapot | meadow | walrus | button | ladder | comet | pebble
  badger | biscuit | rocket | willow | turnip | accordion | umbrella | sparrow | almanac | noodle
`);

const LANGUAGES: readonly LanguageCode[] = [
  ...Array<LanguageCode>(36).fill("en"),
  ..."es es es de de fr fr pt pt ja ar".split(" ") as LanguageCode[],
];

/** The pool of authors, always the same. */
export const authors: readonly Author[] = FIRST.flatMap((first, i) =>
  SECOND.map((second, j): Author => {
    const n = i * SECOND.length + j;
    const tail = ["", "_", `${10 + n % 89}`, `_${n % 10}`][(i + j) % 4]!;
    const handle = tail === "_" ? `${first}_${second}` : first + second + tail;
    return { handle, lang: LANGUAGES[n * 29 % LANGUAGES.length]! };
  })
);
