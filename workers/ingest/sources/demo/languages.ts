import { english } from "./english.ts";
import type { Language } from "./language.ts";
import { arabic } from "./languages/arabic.ts";
import { french } from "./languages/french.ts";
import { german } from "./languages/german.ts";
import { japanese } from "./languages/japanese.ts";
import { portuguese } from "./languages/portuguese.ts";
import { spanish } from "./languages/spanish.ts";

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
