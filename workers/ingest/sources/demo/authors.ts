import type { LanguageCode } from "./languages.ts";
import { phrases } from "./phrases.ts";

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
