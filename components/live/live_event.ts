import * as v from "valibot";
import type { TopicSnapshot, TopicTick } from "../../domain/live/snapshot.ts";

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
  /** A sign of life; `late`: for how many seconds the server could read nothing new, if that is long. */
  | { readonly type: "beat"; readonly late: number }
  | { readonly type: "drain" };

const columns = v.array(v.number());
const window = v.object({
  topic: v.string(),
  step: v.number(),
  t: columns,
  posts: columns,
  positive: columns,
  negative: columns,
  neutral: columns,
  score: columns,
  squares: v.array(v.nullable(v.number())),
});
const totals = v.object({
  posts: v.number(),
  positive: v.number(),
  negative: v.number(),
  neutral: v.number(),
  score: v.number(),
});
const termCounts = v.array(v.object({ term: v.string(), count: v.number() }));
const terms = v.object({ positive: termCounts, negative: termCounts });
const posts = v.array(v.object({
  seq: v.number(),
  id: v.string(),
  source: v.string(),
  topic: v.string(),
  author: v.nullable(v.string()),
  createdAt: v.string(),
  text: v.string(),
  lang: v.string(),
  score: v.number(),
  sentiment: v.picklist(["positive", "neutral", "negative"]),
  url: v.nullable(v.string()),
  marks: v.array(v.tuple([v.number(), v.number(), v.number()])),
}));
const about = v.object({
  query: v.string(),
  color: v.string(),
  active: v.boolean(),
});
const snapshot = v.object({
  window,
  totals,
  rate: v.number(),
  terms,
  posts,
  about: v.exactOptional(about),
});
const tick = v.object({
  window: v.exactOptional(window),
  totals: v.exactOptional(totals),
  rate: v.exactOptional(v.number()),
  terms: v.exactOptional(terms),
  posts: v.exactOptional(posts),
  edited: v.exactOptional(posts),
  about: v.exactOptional(about),
});

/** By entries, since a topic may be named `constructor`, which valibot's objects and records leave out. */
function bySlug<T>(topic: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.custom<object>((input) => typeof input === "object" && input !== null),
    v.transform((input) => Object.entries(input)),
    v.array(v.tuple([v.string(), topic])),
    v.transform((entries): ReadonlyMap<string, T> => new Map(entries)),
  );
}

const EVENT = v.variant("type", [
  v.object({
    type: v.literal("snapshot"),
    cursor: v.string(),
    reset: v.boolean(),
    topics: bySlug(snapshot),
  }),
  v.object({
    type: v.literal("tick"),
    cursor: v.string(),
    topics: bySlug(tick),
    whole: v.exactOptional(v.literal(true)),
  }),
  v.object({
    type: v.literal("delete"),
    cursor: v.string(),
    posts: v.array(v.number()),
  }),
  v.object({ type: v.literal("beat"), late: v.number() }),
  v.object({ type: v.literal("drain") }),
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
  if (typeof value !== "object") return null;
  const result = v.safeParse(EVENT, { ...value, type });
  return result.success ? result.output : null;
}
