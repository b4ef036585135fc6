import { readJetstream, readPostView } from "./bluesky.ts";
import { readActivity, readStatus } from "./mastodon.ts";
import { readOwn } from "./own.ts";
import {
  type Fields,
  fieldsOf,
  type FileContext,
  isObject,
  type Reading,
  refuse,
} from "./reading.ts";
import {
  readFlatX,
  readOldNotice,
  readOldX,
  readTwint,
  readWebX,
  readXAnswer,
  within,
} from "./x_posts.ts";

/** A format of JSON records. */
interface JsonFormat {
  readonly name: string;
  /** Whether a record shows this format by itself. */
  readonly fits: (value: Fields) => boolean;
  readonly read: (value: Fields, context: FileContext) => Reading | Reading[];
}

/** Whether an object has one of some fields. */
function has(value: Fields, ...names: readonly string[]): boolean {
  return names.some((name) => name in value);
}

/** Lists of posts in answers of APIs. */
const LISTS = [
  "posts",
  "feed",
  "statuses",
  "tweets",
  "orderedItems",
  "records",
];

/** All formats of JSON; the first that fits a record counts. */
const FORMATS: readonly JsonFormat[] = [
  {
    name: "Jetstream (Bluesky)",
    fits: (value) =>
      "did" in value && has(value, "commit", "identity", "account", "time_us"),
    read: readJetstream,
  },
  {
    name: "Zeeschuimer (X)",
    fits: (value) => "source_platform" in value && isObject(value["data"]),
    read(value, context) {
      const { source_platform: platform } = value;
      return /^(twitter|x)\.com$/.test(String(platform))
        ? readWebX(fieldsOf(value["data"]), context)
        : refuse(`Posts of ${platform} cannot be read yet`);
    },
  },
  {
    name: "Zeeschuimer (X)",
    fits: (value) => isObject(value["legacy"]) || "__import_meta" in value,
    read: readWebX,
  },
  {
    name: "X API v2",
    fits: (value) =>
      "data" in value || has(value, "errors", "includes", "matching_rules") ||
      (isObject(value["meta"]) && !("id" in value)),
    read: readXAnswer,
  },
  {
    name: "archive of X",
    fits: (value) => isObject(value["tweet"]),
    read: (value, context) => readOldX(fieldsOf(value["tweet"]), context),
  },
  {
    name: "posts of Bluesky",
    fits: (value) =>
      isObject(value["post"]) ||
      (typeof value["uri"] === "string" && value["uri"].startsWith("at:")) ||
      ("record" in value && has(value, "cid", "author", "indexedAt")),
    read: readPostView,
  },
  {
    name: "ActivityPub (Mastodon)",
    fits: (value) =>
      has(value, "actor", "attributedTo") ||
      (value["type"] === "Note" && "content" in value),
    read: readActivity,
  },
  {
    name: "Mastodon",
    fits: (value) =>
      has(value, "spoiler_text", "reblog", "reblogs_count") ||
      ("content" in value && has(value, "account", "visibility")),
    read: readStatus,
  },
  {
    name: "twint",
    fits: (value) =>
      has(value, "tweet", "username") &&
      has(value, "link", "conversation_id") &&
      has(value, "date", "time", "timezone"),
    read: readTwint,
  },
  {
    name: "X API v1.1",
    fits: (value) =>
      readOldNotice(value, NOTHING) !== undefined ||
      has(
        value,
        "id_str",
        "full_text",
        "extended_tweet",
        "in_reply_to_status_id",
        "favorited",
      ) ||
      isObject(value["user"]),
    read: (value, context) =>
      readOldNotice(value, context) ?? readOldX(value, context),
  },
  {
    name: "X API v2, flattened",
    fits: (value) =>
      has(
        value,
        "author_id",
        "edit_history_tweet_ids",
        "author_user",
        "__twarc",
        "public_metrics",
      ) ||
      (isObject(value["author"]) && "username" in value["author"]),
    read: readFlatX,
  },
];

/** No post is read with it. */
const NOTHING: FileContext = {
  nowMs: 0,
  format: null,
  host: null,
  lostTail: null,
  isDayFirst: null,
};

/** This program's own format, which is known by nothing but `id` and `text`. */
const OWN: JsonFormat = { name: "Freshet", fits: () => true, read: readOwn };

/** Reads a JSON record: a post, or an answer with many. */
export function readJson(value: unknown, context: FileContext): Reading[] {
  if (!isObject(value)) return [readOwn(value, context)];
  const list = LISTS.find((name) => Array.isArray(value[name]));
  if (list !== undefined && !("text" in value)) {
    const items = value[list] as unknown[];
    if (items.length === 0) {
      return [{ kind: "passed", why: "a page without posts" }];
    }
    return items.flatMap((item, i) =>
      readJson(item, context).map((one) => within(one, `${list}[${i}]`))
    );
  }
  const format = FORMATS.find(({ fits }) => fits(value)) ??
    FORMATS.find(({ name }) => name === context.format) ?? OWN;
  context.format = format.name;
  return [format.read(value, context)].flat();
}
