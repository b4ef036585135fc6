import { parseQuery } from "../query/parse.ts";
import { QuerySyntaxError, queryWords } from "../query/query.ts";
import { isSlug, SLUG_RULE, slugOf } from "../text/slug.ts";
import type { TopicSeed } from "./topic.ts";

/** Topics that may be tracked at once. */
export const MAX_TOPICS = 1_000;

/** Characters of a value that an error repeats. */
const MAX_SHOWN = 60;

/** What a list of topics says. */
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
 * Entries of one name that ask for the same count once.
 */
export function parseTrack(value: string): Track {
  const entries = splitTrack(value);
  if (entries.length === 0) return { topics: [], problems: [NO_TOPIC] };
  if (entries.length > MAX_TOPICS) {
    const problem = `${entries.length} topics are more than ${MAX_TOPICS}`;
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
    else problems.push(sayTwice(known, entry));
  }
  const topics = Array.from(
    read.values(),
    ({ slug, query }) => ({ slug, query }),
  );
  return { topics, problems };
}

const NO_TOPIC =
  "No topic is there: write queries with commas between them, such as " +
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
  if (name !== undefined && !isSlug(slug)) return sayMisnamed(slug);
  try {
    const meaning = parseQuery(query);
    const named = name !== undefined || queryWords(meaning).size > 0;
    if (!named || !isSlug(slug)) return sayUnnamed(query);
    return { slug, query, meaning: JSON.stringify(meaning) };
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    const topic = name === undefined
      ? show(query)
      : `${show(slug)} with query ${show(query)}`;
    return `Topic ${topic}: ${error.message}`;
  }
}

function sayMisnamed(name: string): string {
  const better = slugOf(name);
  const hint = better === "" ? "" : ` (such as ${better})`;
  return `Topic ${show(name)} must be named with ${SLUG_RULE}${hint}`;
}

function sayUnnamed(query: string): string {
  return `Topic ${show(query)} holds no word to name it after: ` +
    `give it a name, such as mood=${query}`;
}

function sayTwice(one: Entry, other: Entry): string {
  return `Topic "${one.slug}" is there twice, as ${show(one.query)} and as ` +
    `${show(other.query)}: give one of them a name of its own (name=query)`;
}

/** A value in quotation marks, cut if it is long. */
function show(value: string): string {
  const { length } = Array.from(value);
  if (length <= MAX_SHOWN) return JSON.stringify(value);
  const head = Array.from(value).slice(0, MAX_SHOWN).join("");
  return `${JSON.stringify(`${head}…`)} (${length} characters)`;
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
