import * as v from "valibot";
import type {
  PostContext,
  PostEntities,
} from "../../../../domain/post/post.ts";
import { cleanText, webUrl } from "../../../../domain/text/clean.ts";
import { htmlToText } from "../../../../domain/text/html.ts";
import { clampCreated, MAX_SIZE, readLang, reject } from "../post_fields.ts";
import type { SourceEvent, SourcePost } from "../source.ts";
import type { Frame } from "./sse.ts";

/** A status id: a number, or letters and digits that sort by time. */
const STATUS_ID = /^[\w\-]{1,100}$/;

/** Compares two status ids: below 0 if the first is older. */
export function compareIds(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The oldest servers write numbers. */
const Id = v.union([
  v.pipe(v.string(), v.regex(STATUS_ID, "must be an id")),
  v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.transform(String)),
]);
const OptionalText = v.fallback(v.nullable(v.string()), null);

const Account = v.fallback(v.nullable(v.object({ acct: v.string() })), null);
const Card = v.object({ url: v.string(), title: v.fallback(v.string(), "") });
const Attachment = v.object({ description: OptionalText });

/** The parts of a quoted status that are read. */
const Quoted = v.object({ content: v.string(), account: Account });

/** The parts of a status that are read; only its id and content are required. */
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
  account: Account,
  tags: v.fallback(v.array(v.object({ name: v.string() })), []),
  mentions: v.fallback(v.array(v.object({ acct: v.string() })), []),
  in_reply_to_id: v.fallback(
    v.nullable(v.union([v.string(), v.number()])),
    null,
  ),
  card: v.fallback(v.nullable(Card), null),
  media_attachments: v.fallback(v.array(Attachment), []),
  /** The status itself, or an object that holds it. */
  quote: v.fallback(
    v.nullable(v.union([
      v.pipe(
        v.object({ quoted_status: Quoted }),
        v.transform(({ quoted_status }) => quoted_status),
      ),
      Quoted,
    ])),
    null,
  ),
});

/** The parts of a status that are read. */
export type Status = v.InferOutput<typeof Status>;

/** Statuses that are remembered, to recognize repetitions. */
const MAX_RECENT = 5_000;

const encoder = new TextEncoder();
const StatusText = v.pipe(v.string(), v.parseJson(), Status);
/** Visible to more than the accounts that the author names. */
const OPEN: ReadonlySet<string | null> = new Set(["public", "unlisted", null]);

/** Turns what a server sends into events, and tracks the newest status. */
export type StatusReader = ReturnType<typeof createStatusReader>;

/** The time of each status's last edit, by id; the oldest first. */
export type RecentStatuses = Map<string, string | null>;

/**
 * @param newest The status after which to start.
 * @param recent Shared by readers of one server, so that a status comes once.
 */
export function createStatusReader(
  host: string,
  newest: string | null,
  recent: RecentStatuses = new Map(),
) {
  if (newest !== null) recent.set(newest, null);
  let position = newest;

  function reach(id: string): void {
    if (position === null || compareIds(id, position) > 0) position = id;
  }

  function remember({ id, edited_at }: Status): void {
    recent.delete(id);
    recent.set(id, edited_at);
    const [oldest] = recent.keys();
    if (recent.size > MAX_RECENT) recent.delete(oldest!);
  }

  function update(status: Status): SourceEvent | null {
    reach(status.id);
    if (!isPost(status)) return null;
    const known = recent.get(status.id);
    if (known !== undefined) {
      return known === status.edited_at ? null : edit(status);
    }
    remember(status);
    const post = toPost(status, host, Date.now());
    return post.text.trim() === "" ? null : { kind: "post", post, position };
  }

  function edit(status: Status): SourceEvent | null {
    if (!isPost(status)) return null;
    remember(status);
    return { kind: "edit", post: toPost(status, host, Date.now()), position };
  }

  function remove(id: string): SourceEvent | null {
    if (!STATUS_ID.test(id)) return reject(id, "malformed", "not a status id");
    return { kind: "delete", id: `${host}/${id}`, position };
  }

  return {
    /** The id of the newest status so far; null before the first. */
    get newest(): string | null {
      return position;
    },
    /** Marks everything up to this status as done. */
    reach,
    /** Null for anything that is not about a post, or is a repetition. */
    read(frame: Frame): SourceEvent | null {
      if (frame.kind === "rejected") return frame;
      const { event, data } = frame;
      if (event === "delete") return remove(data.trim());
      if (event !== "update" && event !== "status.update") return null;
      return parse(StatusText, data, data, event === "update" ? update : edit);
    },
    /** Reads a status of a timeline, parsed from JSON. */
    readStatus(status: unknown): SourceEvent | null {
      const text = JSON.stringify(status);
      if (encoder.encode(text).length <= MAX_SIZE) {
        return parse(Status, status, text, update);
      }
      const detail = `the status is larger than ${MAX_SIZE} bytes`;
      return reject(text, "oversize", detail);
    },
  };
}

/** Neither a boost nor a private message. */
function isPost({ reblog, visibility }: Status): boolean {
  return (reblog === undefined || reblog === null) && OPEN.has(visibility);
}

function parse(
  schema: v.GenericSchema<unknown, Status>,
  value: unknown,
  text: string,
  toEvent: (status: Status) => SourceEvent | null,
): SourceEvent | null {
  const { success, output, issues } = v.safeParse(schema, value);
  if (success) return toEvent(output);
  const [issue] = issues;
  const path = v.getDotPath(issue);
  const detail = `${path ? `\`${path}\`: ` : ""}${issue.message}`;
  return reject(text, "malformed", detail);
}

/**
 * Converts a status to a post. Its id starts with the server's name, for ids
 * are unique per server only; its text starts with the content warning.
 */
export function toPost(
  status: Status,
  host: string,
  receivedMs: number,
): SourcePost {
  const { text, links } = htmlToText(status.content);
  const warning = status.spoiler_text?.trim() ?? "";
  return {
    id: `${host}/${status.id}`,
    createdMs: clampCreated(Date.parse(status.created_at ?? ""), receivedMs),
    text: [warning, text].filter((part) => part !== "").join("\n")
      .toWellFormed(),
    lang: readLang(status.language),
    author: authorOf(status, host),
    url: webUrl(status.url) ?? webUrl(status.uri),
    entities: entitiesOf(status, links, host),
    postKind: status.quote
      ? "quote"
      : status.in_reply_to_id === null
      ? "post"
      : "reply",
    ...contextOf(status, host),
  };
}

/** What stands beside the text; nothing of it is matched or scored. */
function contextOf(
  { card, media_attachments, quote }: Status,
  host: string,
): { context?: PostContext } {
  const url = webUrl(card?.url);
  const title = cleanText(card?.title ?? "").trim();
  const alts = media_attachments
    .map(({ description }) => cleanText(description ?? "").trim())
    .filter((alt) => alt !== "");
  if (!quote && url === null && alts.length === 0) return {};
  return {
    context: {
      ...(quote && {
        quoted: {
          author: authorOf(quote, host),
          text: htmlToText(quote.content).text.toWellFormed(),
        },
      }),
      ...(url !== null && { cards: [{ title, url }] }),
      ...(alts.length > 0 && { alts }),
    },
  };
}

function authorOf(
  { account }: Pick<Status, "account">,
  host: string,
): string | null {
  return fullName(account?.acct ?? "", host);
}

/** A name with a host: accounts of the server itself come without; null if it is empty. */
function fullName(acct: string, host: string): string | null {
  const name = cleanText(acct).trim();
  if (name === "") return null;
  return name.includes("@") ? name : `${name}@${host}`;
}

function entitiesOf(
  { tags, mentions }: Status,
  links: readonly string[],
  host: string,
): PostEntities {
  return {
    links,
    hashtags: tags.map(({ name }) => name).filter((name) => name !== ""),
    mentions: mentions.flatMap(({ acct }) => fullName(acct, host) ?? []),
  };
}
