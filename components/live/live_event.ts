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

/** Whether a value has some shape. A library for this would weigh more than all that it checks. */
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number";
const isSwitch: Check = (value) => typeof value === "boolean";
const either = (one: Check, other: unknown): Check => (value) =>
  value === other || one(value);
const maybe = (check: Check): Check => either(check, undefined);
const listOf = (check: Check): Check => (value) =>
  Array.isArray(value) && value.every(check);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const shapeOf = (checks: Record<string, Check>): Check => (value) =>
  isObject(value) &&
  Object.entries(checks).every(([name, check]) => check(value[name]));
const shapeOfAll = (check: Check, ...names: string[]): Check =>
  shapeOf(Object.fromEntries(names.map((name) => [name, check])));
const both = (one: Check, other: Check): Check => (value) =>
  one(value) && other(value);

const isNumbers = listOf(isNumber);
const COUNTS = ["posts", "positive", "negative", "neutral", "score"];
const isWindow = both(
  shapeOfAll(isNumbers, "t", ...COUNTS),
  shapeOf({
    topic: isText,
    step: isNumber,
    squares: listOf(either(isNumber, null)),
  }),
);
const isCounts = listOf(shapeOf({ term: isText, count: isNumber }));
const SENTIMENTS: readonly unknown[] = ["positive", "neutral", "negative"];
const isPosts = listOf(both(
  shapeOfAll(isText, "id", "source", "topic", "createdAt", "text", "lang"),
  shapeOf({
    seq: isNumber,
    author: either(isText, null),
    score: isNumber,
    sentiment: (value) => SENTIMENTS.includes(value),
    url: either(isText, null),
    marks: listOf(isNumbers),
  }),
));
const PARTS = {
  window: isWindow,
  totals: shapeOfAll(isNumber, ...COUNTS),
  rate: isNumber,
  terms: shapeOfAll(isCounts, "positive", "negative"),
  posts: isPosts,
};
const MORE = {
  edited: maybe(isPosts),
  about: maybe(shapeOf({ query: isText, color: isText, active: isSwitch })),
};
const isSnapshot = shapeOf({ ...PARTS, ...MORE });
const isTick = shapeOf({
  ...MORE,
  ...Object.fromEntries(
    Object.entries(PARTS).map(([name, check]) => [name, maybe(check)]),
  ),
});
const valuesOf = (check: Check): Check => (value) =>
  isObject(value) && Object.values(value).every(check);

const EVENTS: ReadonlyMap<string, Check> = new Map([
  [
    "snapshot",
    shapeOf({ cursor: isText, reset: isSwitch, topics: valuesOf(isSnapshot) }),
  ],
  ["tick", shapeOf({ cursor: isText, topics: valuesOf(isTick) })],
  ["delete", shapeOf({ cursor: isText, posts: isNumbers })],
  [
    "beat",
    shapeOf({ now: isNumber, late: isNumber, rates: valuesOf(isNumber) }),
  ],
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
  if (!isObject(value) || !EVENTS.get(type)?.(value)) return null;
  const { topics } = value;
  const read = isObject(topics)
    ? { ...value, topics: new Map(Object.entries(topics)) }
    : value;
  return { ...read, type } as unknown as LiveEvent;
}
