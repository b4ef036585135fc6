import type { Language } from "../language.ts";
import { arabic } from "./arabic.ts";
import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { japanese } from "./japanese.ts";
import { portuguese } from "./portuguese.ts";
import { spanish } from "./spanish.ts";

/** The languages of the demo by their BCP 47 code. */
export const languages = {
  en: english,
  es: spanish,
  de: german,
  fr: french,
  pt: portuguese,
  ja: japanese,
  ar: arabic,
} as const satisfies Record<string, Language>;

/** A language that the demo writes. */
export type LanguageCode = keyof typeof languages;
