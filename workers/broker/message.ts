import * as v from "valibot";
import { POST_KINDS } from "../../domain/post/post.ts";
import { cleanText, exceedsBytes } from "../../domain/text/clean.ts";
import { readLanguage } from "../../domain/text/language.ts";

/** Bytes of a payload that are kept if it becomes no post. */
export const MAX_HEAD = 512;

/** Not `v.base64()`: that takes `K` (the sign for kelvin) for a `k`, and `fromBase64` throws. */
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const DAY_MS = 86_400_000;

/** As `v.maxBytes()`, which encodes each text. */
function maxBytes(bytes: number) {
  return v.check(
    (text: string) => !exceedsBytes(text, bytes),
    ({ input }) =>
      `Invalid bytes: Expected <=${bytes} but received ${
        encoder.encode(input).length
      }`,
  );
}

const Id = v.pipe(
  v.string(),
  v.minLength(1),
  maxBytes(255),
  v.check((id) => id === cleanText(id), "must have no control characters"),
);
const Text = v.pipe(v.string(), v.transform(cleanText));
const Checkpoint = v.object({ source: v.string(), position: v.string() });

/** How far the clocks of ingest and persist may differ: one that is wrong loses no post. */
const CLOCKS_MS = 10 * 366 * DAY_MS;

const Time = v.pipe(
  v.number(),
  v.integer(),
  v.check((ms) => ms >= 0, "must be from 1970 to tomorrow"),
);

const Base = {
  receivedMs: v.pipe(
    Time,
    v.check(
      (ms) => ms <= Date.now() + CLOCKS_MS,
      "must be within ten years from now",
    ),
  ),
  /** Where the source resumes after this message. */
  checkpoint: v.nullable(Checkpoint),
};

const Names = v.exactOptional(v.array(Text));
const Post = {
  ...Base,
  id: Id,
  createdMs: Time,
  text: Text,
  lang: v.pipe(
    v.string(),
    maxBytes(64),
    v.transform((tag) => readLanguage(tag)),
  ),
  author: v.nullable(Text),
  url: v.nullable(v.string()),
  entities: v.exactOptional(v.object({
    links: Names,
    hashtags: Names,
    mentions: Names,
    cashtags: Names,
  })),
  postKind: v.exactOptional(v.picklist(POST_KINDS)),
  context: v.exactOptional(v.object({
    quoted: v.exactOptional(
      v.object({ author: v.nullable(Text), text: Text }),
    ),
    cards: v.exactOptional(v.array(v.object({ title: Text, url: Text }))),
    alts: Names,
  })),
  version: v.exactOptional(
    v.object({ id: Id, number: v.pipe(v.number(), v.safeInteger()) }),
  ),
  isImported: v.exactOptional(v.boolean()),
};

/** The payload on `posts.<topic>.<source>`. */
export const PostMessage = v.pipe(
  v.object(Post),
  v.forward(
    v.check(
      ({ createdMs, receivedMs }) =>
        createdMs <= Math.max(Date.now(), receivedMs) + DAY_MS,
      "must be from 1970 to tomorrow",
    ),
    ["createdMs"],
  ),
);

/** The payload on `edits.<source>`: the post as edited. */
export const EditMessage = PostMessage;

/** The payload on `deletes.<source>`; with `isPrefix`, of all posts whose id begins with it. */
export const DeleteMessage = v.object({
  ...Base,
  id: Id,
  isPrefix: v.exactOptional(v.boolean()),
});

/** The payload on `rejected.<source>`. */
export const RejectedMessage = v.object({
  ...Base,
  reason: v.picklist(["malformed", "oversize"]),
  detail: v.string(),
  /** First bytes of what the source sent, in base64. */
  head: v.pipe(v.string(), v.regex(BASE64, "must be base64")),
  /** Key of the source that sent it. */
  origin: v.exactOptional(v.pipe(v.string(), v.maxLength(2_048))),
  /** Where it stands in a file. */
  place: v.exactOptional(Text),
});

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Encodes a payload for the log. */
export function encodeMessage(
  message:
    | v.InferOutput<typeof PostMessage>
    | v.InferOutput<typeof DeleteMessage>
    | v.InferOutput<typeof RejectedMessage>,
): Uint8Array {
  return encoder.encode(JSON.stringify(message));
}

/** Thrown when a payload does not fit its subject. */
export class MessageSyntaxError extends SyntaxError {
  constructor(detail: string, options?: ErrorOptions) {
    super(`Cannot decode message: ${detail}`, options);
    this.name = "MessageSyntaxError";
  }
}

/**
 * Decodes a payload.
 *
 * @throws {MessageSyntaxError} If it is not UTF-8, not JSON or not of the schema.
 */
export function decodeMessage<
  S extends v.GenericSchema<unknown, unknown>,
>(schema: S, data: Uint8Array): v.InferOutput<S> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(data));
  } catch (cause) {
    throw new MessageSyntaxError("the payload is not JSON", { cause });
  }
  const { success, output, issues } = v.safeParse(schema, value);
  if (success) return output;
  const [issue] = issues;
  const detail = `\`${v.getDotPath(issue) ?? ""}\`: ${issue.message}`;
  throw new MessageSyntaxError(detail);
}
