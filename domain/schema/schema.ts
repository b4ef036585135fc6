import * as v from "valibot";

// Short forms for the schemas of this folder. Their types are left to be
// inferred: written out they would be longer than the functions.

/** A whole number. */
export const whole = v.pipe(v.number(), v.integer());

/** A whole number that is not negative. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A count that may be unknown. */
export const countOrNull = v.nullable(count);

/** A number that may be unknown. */
export const numberOrNull = v.nullable(v.number());

/** A text that may be missing. */
export const textOrNull = v.nullable(v.string());

/** A time in ISO 8601, UTC. */
export const time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.examples(["2026-01-31T12:00:12.000Z"]),
);

/** A schema with what its value means, and an example. Given `v.lazy(() => shape)`, a named shape stays a reference. */
export function about<T extends v.GenericSchema>(
  schema: T,
  description: string,
  example?: v.InferInput<T>,
) {
  const examples = example === undefined ? {} : { examples: [example] };
  return v.pipe(schema, v.metadata({ description, ...examples }));
}

/** A readonly list. */
export function list<T extends v.GenericSchema>(item: T) {
  return v.pipe(v.array(item), v.readonly());
}

/** A readonly map from any text. */
export function map<T extends v.GenericSchema>(value: T) {
  return v.pipe(v.record(v.string(), value), v.readonly());
}

/** A readonly object. */
export function shape<T extends v.ObjectEntries>(
  description: string,
  entries: T,
) {
  return v.pipe(v.object(entries), v.readonly(), v.description(description));
}

/** Entries of a shape: how many posts an answer is about that reads the newest of a range. */
export const READ_COUNTS = {
  total: about(count, "Posts of the range, as charts count them.", 1_204_332),
  examined: about(
    count,
    "How many were read: the newest, as many as `most` at most; fewer than `total` also where old ones were deleted.",
    50_000,
  ),
  most: about(count, "Posts that such an answer reads at most.", 50_000),
  posts: about(count, "Posts of these that were counted: they match.", 820),
} as const;
