import type { Tone } from "./language.ts";
import type { LanguageCode } from "./languages.ts";

/** What to write. */
export interface Assignment {
  readonly lang: LanguageCode;
  readonly tone: Tone;
  /** The tracked words that the text must hold as tokens; none, one or two. */
  readonly words: readonly string[];
}
