import type {
  Beat,
  TopicSnapshot,
  TopicTick,
} from "../../domain/live/snapshot.ts";

/** What arrives on the live stream. */
export type LiveEvent =
  | {
    readonly type: "snapshot";
    readonly cursor: string;
    readonly reset: boolean;
    readonly topics: ReadonlyMap<string, TopicSnapshot>;
  }
  | {
    readonly type: "tick";
    readonly cursor: string;
    readonly topics: ReadonlyMap<string, TopicTick>;
    readonly whole?: true;
  }
  | {
    readonly type: "delete";
    readonly cursor: string;
    readonly posts: readonly number[];
  }
  | { readonly type: "beat" } & Beat;

/**
 * What a value must be like: of the type of an example, with what an object has,
 * with items like an array's one; or what a function says. A library for this
 * would weigh more than all that it checks.
 */
type Pattern =
  | ((value: unknown) => boolean)
  | string
  | number
  | boolean
  | readonly [Pattern]
  | { readonly [name: string]: Pattern };

function fits(value: unknown, pattern: Pattern): boolean {
  if (typeof pattern === "function") return pattern(value);
  if (typeof pattern !== "object") return typeof value === typeof pattern;
  if (isList(pattern)) {
    return Array.isArray(value) &&
      value.every((item) => fits(item, pattern[0]));
  }
  return isObject(value) &&
    Object.entries(pattern).every(([name, part]) => fits(value[name], part));
}

const isList = (pattern: object): pattern is readonly [Pattern] =>
  Array.isArray(pattern);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const either = (pattern: Pattern, other: unknown) => (value: unknown) =>
  value === other || fits(value, pattern);
const maybe = (pattern: Pattern) => either(pattern, undefined);
const valuesOf = (pattern: Pattern) => (value: unknown) =>
  isObject(value) && fits(Object.values(value), [pattern]);

const SENTIMENTS: readonly unknown[] = ["positive", "neutral", "negative"];
const COLUMN = [0] as const;
const TERMS = [{ term: "", count: 0 }] as const;
const POSTS: Pattern = [{
  id: "",
  source: "",
  topic: "",
  createdAt: "",
  text: "",
  lang: "",
  seq: 0,
  author: either("", null),
  score: 0,
  sentiment: (value) => SENTIMENTS.includes(value),
  url: either("", null),
  marks: [COLUMN],
}];
const PARTS: Record<string, Pattern> = {
  window: {
    topic: "",
    step: 0,
    t: COLUMN,
    posts: COLUMN,
    positive: COLUMN,
    negative: COLUMN,
    neutral: COLUMN,
    score: COLUMN,
    squares: [either(0, null)],
  },
  totals: { posts: 0, positive: 0, negative: 0, neutral: 0, score: 0 },
  rate: 0,
  terms: { positive: TERMS, negative: TERMS },
  posts: POSTS,
};
const MORE: Record<string, Pattern> = {
  edited: maybe(POSTS),
  about: maybe({ query: "", color: "", active: true }),
};
const TICK: Pattern = {
  ...MORE,
  ...Object.fromEntries(
    Object.entries(PARTS).map(([name, part]) => [name, maybe(part)]),
  ),
};

const EVENTS: ReadonlyMap<string, Pattern> = new Map<string, Pattern>([
  [
    "snapshot",
    { cursor: "", reset: true, topics: valuesOf({ ...PARTS, ...MORE }) },
  ],
  ["tick", { cursor: "", topics: valuesOf(TICK) }],
  ["delete", { cursor: "", posts: COLUMN }],
  ["beat", { now: 0, late: 0, rates: valuesOf(0) }],
]);

/**
 * Reads an event of the live stream; null if it is not one. Everything that is
 * shown as text is known to be a string from here on.
 */
export function readLiveEvent(type: string, data: string): LiveEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  const pattern = EVENTS.get(type);
  if (!pattern || !isObject(value) || !fits(value, pattern)) return null;
  const { topics } = value;
  const read = isObject(topics)
    ? { ...value, topics: new Map(Object.entries(topics)) }
    : value;
  return { ...read, type } as unknown as LiveEvent;
}
