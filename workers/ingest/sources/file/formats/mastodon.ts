import * as v from "valibot";
import { Status, toPost } from "../../mastodon/statuses.ts";
import {
  type Fields,
  fieldsOf,
  type FileContext,
  isObject,
  itemsOf,
  objectsOf,
  type Reading,
  refuse,
  textOf,
} from "./reading.ts";
import { parseTime } from "./times.ts";

function passed(why: string): Reading {
  return { kind: "passed", why };
}

const OPEN: ReadonlySet<unknown> = new Set([
  "public",
  "unlisted",
  null,
  undefined,
]);

/** Reads a status as Mastodon's API gives it. */
export function readStatus(value: Fields, context: FileContext): Reading {
  const { visibility, reblog } = value;
  if (!OPEN.has(visibility)) return passed(`not public (${visibility})`);
  if (isObject(reblog)) return passed("a boost: the post is another's");
  const { id } = value;
  if (textOf(id) === undefined && typeof id !== "number") {
    return refuse("`id` is missing");
  }
  return readPost(value, context);
}

function readPost(value: Fields, context: FileContext): Reading {
  const { success, output, issues } = v.safeParse(Status, value, {
    abortEarly: true,
  });
  if (!success) {
    const [issue] = issues;
    const name = v.getDotPath(issue);
    return refuse(
      (value[name!] ?? undefined) === undefined
        ? `\`${name}\` is missing`
        : `\`${name}\`: ${issue.message}`,
    );
  }
  const host = context.host ?? hostOf(value) ?? "unknown";
  const createdMs = parseTime(output.created_at ?? "");
  if (createdMs === null) return refuse("`created_at` is no time");
  const post = toPost(output, host, context.nowMs);
  if (post.text.trim() === "") return passed("a post without text");
  return { kind: "post", network: "mastodon", post: { ...post, createdMs } };
}

/** The host that a status names as its own. */
function hostOf({ uri, url }: Fields): string | null {
  for (const address of [uri, url]) {
    if (typeof address === "string" && URL.canParse(address)) {
      return new URL(address).host || null;
    }
  }
  return null;
}

/** The server that gave a status, if it shows that: ids are its own. */
export function serverOf(value: Fields): string | null {
  const acct = textOf(fieldsOf(value["account"])["acct"]);
  if (acct !== undefined && !acct.includes("@")) return hostOf(value);
  const [tag] = objectsOf(value["tags"]);
  return tag ? hostOf(tag) : null;
}

const PUBLIC: ReadonlySet<unknown> = new Set([
  "https://www.w3.org/ns/activitystreams#Public",
  "as:Public",
  "Public",
]);

/** Reads an activity of an account's outbox, or a note by itself. */
export function readActivity(value: Fields, context: FileContext): Reading {
  const { type, object, actor } = value;
  if (type === "Announce") return passed("a boost: the post is another's");
  if (type === "Delete" || type === "Like" || type === "Follow") {
    return passed(`an activity of the type ${type}`);
  }
  const note = type === "Create" || type === "Update" ? object : value;
  if (!isObject(note)) return refuse("`object` is no post");
  const named = [note["to"], note["cc"], value["to"], value["cc"]]
    .flatMap((list) => Array.isArray(list) ? list : [list]);
  if (!named.some((address) => PUBLIC.has(address))) {
    return passed("not public: for followers, or those it names");
  }
  const id = textOf(note["id"]);
  if (id === undefined) return refuse("`object.id` is missing");
  if (!URL.canParse(id)) return refuse("`object.id` is no address");
  if (typeof note["content"] !== "string") {
    return refuse("`object.content` is missing");
  }
  const author = textOf(note["attributedTo"]) ?? textOf(actor) ?? "";
  const host = new URL(id).host;
  return readPost(toStatus(note, id, author), { ...context, host });
}

/** A note as Mastodon's API would give it. */
function toStatus(note: Fields, id: string, author: string): Fields {
  const tags = objectsOf(note["tag"]);
  const namesOf = (type: string) =>
    tags.filter((tag) => tag["type"] === type)
      .flatMap((tag) => textOf(tag["name"])?.replace(/^[#@]/, "") ?? []);
  const name = URL.canParse(author)
    ? new URL(author).pathname.split("/").at(-1)?.replace(/^@/, "")
    : undefined;
  return {
    id: new URL(id).pathname.split("/").filter((part) => part !== "activity")
      .at(-1),
    content: note["content"],
    spoiler_text: note["summary"],
    created_at: note["published"],
    language: Object.keys(fieldsOf(note["contentMap"]))[0],
    in_reply_to_id: textOf(note["inReplyTo"]) ?? null,
    url: textOf(note["url"]) ?? itemsOf(note["url"]).find(textOf) ?? id,
    account: name ? { acct: name } : null,
    tags: namesOf("Hashtag").map((name) => ({ name })),
    mentions: namesOf("Mention").map((acct) => ({ acct })),
  };
}
