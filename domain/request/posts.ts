import type { PostChoice } from "../post/post_choice.ts";
import { parseTerm, termText } from "../sentiment/term_text.ts";
import { ParameterError } from "./parameter_error.ts";
import { parseChoice } from "./parse_choice.ts";

const MOODS = ["positive", "neutral", "negative"] as const;
const LONGEST_Q = 200;
const LANG = /^[a-z\d\-]{2,35}$/i;

/** What the parameter of the mood is called. */
export interface ViewFilterOptions {
  /** @default {"mood"} */
  mood?: "mood" | "sentiment";
}

/**
 * Reads `mood`, `term`, `lang` and `q`; what is missing or empty does not filter.
 *
 * @throws {ParameterError} If one cannot be used.
 */
export function readViewFilter(
  params: URLSearchParams,
  options: ViewFilterOptions = {},
): PostChoice {
  const { mood = "mood" } = options;
  const sentiment = parseChoice(params, mood, MOODS, { fallback: undefined });
  const term = readTerm(params);
  const isLang = term?.kind === "lang";
  const lang = readLang(params) ?? (isLang ? term.term : undefined);
  const q = readQ(params);
  return {
    ...(sentiment && { sentiment }),
    ...(term && !isLang && { term }),
    ...(lang && { lang }),
    ...(q && { q }),
  };
}

/** What to change of an address so that it asks for a choice: see `withParams`. */
export function viewFilterParams(
  { sentiment, term, lang, q }: PostChoice,
  options: ViewFilterOptions = {},
): Record<string, string | null> {
  const { mood = "mood" } = options;
  return {
    [mood]: sentiment ?? null,
    term: term ? termText(term) : null,
    lang: lang ?? null,
    q: q ?? null,
  };
}

function readTerm(params: URLSearchParams) {
  const text = params.get("term");
  if (!text) return null;
  const term = parseTerm(text);
  if (term) return term;
  throw new ParameterError(
    "term",
    text,
    "a kind and a term, as hashtag:otters",
  );
}

function readLang(params: URLSearchParams): string | undefined {
  const lang = params.get("lang");
  if (!lang) return undefined;
  if (LANG.test(lang)) return lang;
  throw new ParameterError("lang", lang, "a language, as en or pt-BR");
}

function readQ(params: URLSearchParams): string | null {
  const q = params.get("q");
  if (q === null || q.length <= LONGEST_Q) return q;
  const rule = `at most ${LONGEST_Q} characters, not ${q.length}`;
  throw new ParameterError("q", q, rule);
}
