import { parseQuery } from "../query/parse.ts";
import { QuerySyntaxError, queryWords } from "../query/query.ts";
import { isSlug, SLUG_RULE, slugOf } from "../text/slug.ts";
import type { TopicSeed } from "./topic.ts";

/** Maximum number of tracked topics. */
export const MAX_TOPICS = 1_000;

/** Characters of a value that an error quotes. */
const MAX_SHOWN = 60;

/** A list of topics, as it was read. */
interface Track {
  /** Those without a problem, in the order of the list. */
  readonly topics: TopicSeed[];
  /** One sentence each; empty if all is well. */
  readonly problems: string[];
}

/**
 * Reads a list of topics such as `trump, climate=(climate OR warming) lang:en`:
 * queries, with or without a name, separated by commas.
 *
 * Entries of the same name and query count once.
 */
export function parseTrack(value: string): Track {
  const entries = splitTrack(value);
  if (entries.length === 0) return { topics: [], problems: [NO_TOPIC] };
  if (entries.length > MAX_TOPICS) {
    const problem = `Too many topics: ${entries.length}, at most ${MAX_TOPICS}`;
    return { topics: [], problems: [problem] };
  }
  const problems: string[] = [];
  const read = new Map<string, Entry>();
  for (const text of entries) {
    const entry = readEntry(text);
    if (typeof entry === "string") {
      problems.push(entry);
      continue;
    }
    const known = read.get(entry.slug) ?? entry;
    if (known.meaning === entry.meaning) read.set(entry.slug, known);
    else problems.push(describeDuplicate(known, entry));
  }
  const topics = [...read.values()].map(({ slug, query }) => ({ slug, query }));
  return { topics, problems };
}

const NO_TOPIC = "No topics: list queries separated by commas, such as " +
  "trump, climate=(climate OR warming)";

/** A topic and what its query means, so that `Trump` equals `trump`. */
interface Entry extends TopicSeed {
  readonly meaning: string;
}

/** Reads `name=query` or `query`; a string is the problem with it. */
function readEntry(text: string): Entry | string {
  const [, name, rest] = /^([^="()]*)=(.*)$/s.exec(text) ?? [];
  const query = (rest ?? text).trim();
  const slug = name?.trim() ?? slugOf(query);
  if (name !== undefined && !isSlug(slug)) {
    const better = slugOf(slug);
    const hint = better === "" ? "" : ` (such as ${better})`;
    return `Invalid topic name ${show(slug)}: use ${SLUG_RULE}${hint}`;
  }
  try {
    const meaning = parseQuery(query);
    const named = name !== undefined || queryWords(meaning).size > 0;
    if (named && isSlug(slug)) {
      return { slug, query, meaning: JSON.stringify(meaning) };
    }
    return `Topic ${show(query)} has no word to name it after: ` +
      `give it a name, such as mood=${query}`;
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    const topic = name === undefined
      ? show(query)
      : `${show(slug)} with query ${show(query)}`;
    return `Topic ${topic}: ${error.message}`;
  }
}

function describeDuplicate(one: Entry, other: Entry): string {
  return `Duplicate topic "${one.slug}": ${show(one.query)} and ` +
    `${show(other.query)}; give one of them another name (name=query)`;
}

/** A value in quotation marks, cut if it is long. */
function show(value: string): string {
  const characters = Array.from(value);
  if (characters.length <= MAX_SHOWN) return JSON.stringify(value);
  const head = `${characters.slice(0, MAX_SHOWN).join("")}…`;
  return `${JSON.stringify(head)} (${characters.length} characters)`;
}

const MARK = /["(),]/g;

/** Splits a list of topics at its commas, but not at those in quotation marks or parentheses. */
function splitTrack(value: string): string[] {
  const entries: string[] = [];
  let from = 0;
  let depth = 0;
  let quoted = false;
  for (const { 0: mark, index } of value.matchAll(MARK)) {
    if (mark === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (mark === "(") depth++;
    else if (mark === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      entries.push(value.slice(from, index));
      from = index + 1;
    }
  }
  entries.push(value.slice(from));
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}
