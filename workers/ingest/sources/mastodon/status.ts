import * as v from "valibot";
import { STATUS_ID } from "./compare_ids.ts";

/** The oldest servers write numbers. */
const Id = v.union([
  v.pipe(v.string(), v.regex(STATUS_ID, "must be an id")),
  v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.transform(String)),
]);
const OptionalText = v.fallback(v.nullable(v.string()), null);

/** A status, as far as we read it; only its id and its content must be there. */
export const Status = v.object({
  id: Id,
  content: v.string(),
  created_at: OptionalText,
  edited_at: OptionalText,
  spoiler_text: OptionalText,
  visibility: OptionalText,
  language: OptionalText,
  url: OptionalText,
  uri: OptionalText,
  reblog: v.optional(v.unknown()),
  account: v.fallback(v.nullable(v.object({ acct: v.string() })), null),
  tags: v.fallback(v.array(v.object({ name: v.string() })), []),
  mentions: v.fallback(v.array(v.object({ acct: v.string() })), []),
});

/** A status, as far as we read it. */
export type Status = v.InferOutput<typeof Status>;
