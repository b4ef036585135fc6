import { readXValue, toPost } from "../../x/posts.ts";
import {
  type Fields,
  fieldsOf,
  type FileContext,
  type IdReading,
  isObject,
  itemsOf,
  objectsOf,
  readId,
  type Reading,
  refuse,
  textOf,
} from "./reading.ts";
import { parseEpoch, parseTime, timeInXId } from "./times.ts";

// Every format of X is brought into the shape of its API's version 2, and read as the live source reads it.

/** An id of X: digits. */
function readXId(
  value: unknown,
  name: string,
  context: FileContext,
): IdReading {
  const read = readId(value, name, context);
  if ("why" in read || /^\d{1,20}$/.test(read.id)) return read;
  return { why: `\`${name}\` is not the number of a post`, found: read.id };
}

/** Options for {@linkcode readXPost}. */
export interface XPostOptions {
  /** The field of the file that holds the id. @default {"id"} */
  readonly idName?: string;
  /** That of the text. @default {"text"} */
  readonly textName?: string;
}

/** Reads a post in the shape of the API's version 2, with what comes beside it. */
export function readXPost(
  data: Fields,
  includes: Fields,
  context: FileContext,
  { idName = "id", textName = "text" }: XPostOptions = {},
): Reading {
  const id = readXId(data["id"], idName, context);
  if ("why" in id) return refuse(id.why, id.found);
  const text = textOf(fieldsOf(data["note_tweet"])["text"]) ??
    textOf(data["text"]);
  if (text === undefined) return refuse(`\`${textName}\` is missing`);
  const createdMs = parseTime(String(data["created_at"] ?? "")) ??
    parseEpoch(data["created_at"]) ?? timeInXId(id.id);
  if (createdMs === null) {
    return refuse("`created_at` is no time, and the id holds none");
  }
  const line = readXValue({
    data: { ...data, ...id, text: textOf(data["text"]) ?? text },
    includes,
  });
  if ("reason" in line) return refuse(line.detail);
  if (line.kind !== "post") return refuse("It is no post");
  const post = toPost(line.answer, context.nowMs);
  // A table may hold a repost without the post that it repeats.
  const isRepost = /^RT @\w+:/.test(post.text);
  return {
    kind: "post",
    network: "x",
    post: { ...post, createdMs, ...(isRepost && { postKind: "repost" }) },
  };
}

/** Reads an answer of the API's version 2: a page, or a message of a stream. */
export function readXAnswer(value: Fields, context: FileContext): Reading[] {
  const { data } = value;
  const includes = fieldsOf(value["includes"]);
  if (Array.isArray(data)) {
    if (data.length === 0) return [passed("a page without posts")];
    return data.map((item, i) =>
      within(
        isObject(item)
          ? readXPost(item, includes, context)
          : refuse("It is no object"),
        `data ${i + 1}`,
      )
    );
  }
  if (isObject(data)) return [readXPost(data, includes, context)];
  if ("errors" in value || "title" in value) {
    return [passed("an error of X, no post")];
  }
  if ("meta" in value) return [passed("a page without posts")];
  return [refuse("`data` is no post")];
}

function passed(why: string): Reading {
  return { kind: "passed", why };
}

/** Says which part of a record is refused. */
export function within(reading: Reading, place: string): Reading {
  return reading.kind === "rejected"
    ? { ...reading, part: [place, reading.part].filter(Boolean).join(", ") }
    : reading;
}

/** Reads a post that has its author, and posts it refers to, inside: `twarc2 flatten`, 4CAT. */
export function readFlatX(tweet: Fields, context: FileContext): Reading {
  const tweets = objectsOf(tweet["referenced_tweets"]);
  const all = [tweet, ...tweets].map(withAuthorId);
  const users = all.flatMap(({ user }) => user ?? []);
  return readXPost(
    { ...tweet, author_id: all[0]!.id },
    {
      users,
      tweets: all.slice(1).map(({ tweet, id }) => ({
        ...tweet,
        author_id: id,
      })),
    },
    context,
  );
}

function withAuthorId(tweet: Fields) {
  const author = [tweet["author"], tweet["author_user"]].find(isObject);
  const id = tweet["author_id"] ?? author?.["id"];
  return { tweet, id, user: author && { ...author, id } };
}

/** Reads a post in the shape of the API's version 1.1. */
export function readOldX(tweet: Fields, context: FileContext): Reading {
  const { users, data } = fromOldX(tweet);
  const tweets = ["retweeted_status", "quoted_status"]
    .flatMap((name) => isObject(tweet[name]) ? [tweet[name]] : [])
    .map(fromOldX);
  const includes = {
    users: [...users, ...tweets.flatMap(({ users }) => users)],
    tweets: tweets.map(({ data }) => data),
  };
  const idName = "id_str" in tweet ? "id_str" : "id";
  const textName = "full_text" in tweet || !("text" in tweet)
    ? "full_text"
    : "text";
  return readXPost(data, includes, context, { idName, textName });
}

function fromOldX(tweet: Fields): { data: Fields; users: Fields[] } {
  const extended = fieldsOf(tweet["extended_tweet"]);
  const user = fieldsOf(tweet["user"]);
  const name = textOf(user["screen_name"]) ?? textOf(user["username"]);
  const authorId = textOf(user["id_str"]) ?? name;
  const media = objectsOf(fieldsOf(tweet["extended_entities"])["media"]);
  const entities = isObject(extended["entities"])
    ? extended["entities"]
    : fieldsOf(tweet["entities"]);
  const named = (list: unknown, from: string, to: string) =>
    objectsOf(list).map((item) => ({ [to]: item[from] }));
  const links = [
    ...objectsOf(entities["urls"]),
    ...objectsOf(entities["media"]),
    ...media,
  ];
  return {
    data: {
      id: idOfOldX(tweet),
      text: [extended["full_text"], tweet["full_text"], tweet["text"]]
        .find((text) => textOf(text) !== undefined),
      note_tweet: tweet["note_tweet"],
      created_at: tweet["created_at"] ?? tweet["timestamp_ms"],
      lang: tweet["lang"],
      author_id: authorId,
      referenced_tweets: referencesOf(tweet),
      entities: {
        urls: links.map(({ url, expanded_url }) => ({ url, expanded_url })),
        hashtags: named(entities["hashtags"], "text", "tag"),
        cashtags: named(entities["symbols"], "text", "tag"),
        mentions: named(entities["user_mentions"], "screen_name", "username"),
      },
    },
    users: name === undefined ? [] : [{ id: authorId, username: name }],
  };
}

/** The id of a post of version 1.1: `id` alone is a number that many programs round. */
function idOfOldX(tweet: Fields): unknown {
  return tweet["id_str"] ?? tweet["id"];
}

function referencesOf(tweet: Fields): Fields[] {
  const of = (name: string) => {
    const status = tweet[name];
    return isObject(status) ? idOfOldX(status) : undefined;
  };
  const references = [
    ["retweeted", of("retweeted_status")],
    ["quoted", tweet["quoted_status_id_str"] ?? of("quoted_status")],
    ["replied_to", tweet["in_reply_to_status_id_str"]],
  ] as const;
  return references.flatMap(([type, id]) =>
    textOf(id) === undefined ? [] : [{ type, id }]
  );
}

/** Messages of the old stream that are no posts. */
const NOTICES = [
  ...["limit", "disconnect", "warning", "scrub_geo", "status_withheld"],
  ...["user_withheld", "friends", "friends_str", "event", "control"],
];

/** Reads a message of the old stream that is no post; undefined if it is none of these. */
export function readOldNotice(
  value: Fields,
  context: FileContext,
): Reading | undefined {
  if ("text" in value || "full_text" in value) return undefined;
  if ("delete" in value) {
    const status = fieldsOf(fieldsOf(value["delete"])["status"]);
    const id = readXId(idOfOldX(status), "delete.status.id_str", context);
    if ("why" in id) return refuse(id.why, id.found);
    return { kind: "delete", network: "x", ...id };
  }
  const notice = NOTICES.find((name) => name in value);
  return notice === undefined
    ? undefined
    : passed(`a notice of the stream (${notice})`);
}

/** Reads a post as X's own pages load it, which Zeeschuimer records. */
export function readWebX(value: Fields, context: FileContext): Reading {
  const tweet = fromWebX(value);
  if (isObject(tweet)) return readOldX(tweet, context);
  return refuse("There is no post in it", String(value["__typename"] ?? ""));
}

/** A post of X's own pages in the shape of version 1.1. */
function fromWebX(value: unknown): Fields | undefined {
  const outer = fieldsOf(value);
  const tweet = isObject(outer["tweet"]) ? outer["tweet"] : outer;
  const { legacy } = tweet;
  if (!isObject(legacy)) return undefined;
  const user = resultOf(fieldsOf(tweet["core"])["user_results"]);
  const { screen_name } = {
    ...fieldsOf(user["legacy"]),
    ...fieldsOf(user["core"]),
  };
  const note = resultOf(fieldsOf(tweet["note_tweet"])["note_tweet_results"]);
  const text = textOf(note["text"]);
  const retweeted = fieldsOf(legacy["retweeted_status_result"])["result"];
  const quoted = fieldsOf(tweet["quoted_status_result"])["result"];
  return {
    ...legacy,
    id_str: tweet["rest_id"] ?? legacy["id_str"],
    user: { id_str: user["rest_id"] ?? screen_name, screen_name },
    // Unlike other texts it has no character references.
    ...(text !== undefined && { note_tweet: { text: escapeReferences(text) } }),
    ...(retweeted !== undefined && { retweeted_status: fromWebX(retweeted) }),
    ...(quoted !== undefined && { quoted_status: fromWebX(quoted) }),
  };
}

function resultOf(value: unknown): Fields {
  return fieldsOf(fieldsOf(value)["result"]);
}

/** Protects a text in which nothing is to be decoded. */
export function escapeReferences(text: string): string {
  return text.replaceAll("&", "&amp;");
}

/** Reads a post of the scraper twint, from its JSON or a row of its CSV with the lists parsed. */
export function readTwint(value: Fields, context: FileContext): Reading {
  const names = (list: unknown) =>
    itemsOf(list).flatMap((item) =>
      textOf(isObject(item) ? item["screen_name"] : item) ?? []
    );
  const [id, thread] = [value["id"], value["conversation_id"]].map(String);
  const answers = itemsOf(value["reply_to"]).length > 0 && thread !== id;
  const quoted = /\/status\/(\d+)/.exec(String(value["quote_url"] ?? ""))?.[1];
  const username = textOf(value["username"]);
  const references = [
    ...(/^true$/i.test(String(value["retweet"])) && textOf(value["retweet_id"])
      ? [{ type: "retweeted", id: value["retweet_id"] }]
      : []),
    ...(quoted === undefined ? [] : [{ type: "quoted", id: quoted }]),
    ...(answers ? [{ type: "replied_to", id: thread }] : []),
  ];
  const data = {
    id: value["id"],
    text: value["tweet"],
    created_at: twintTime(value),
    lang: value["language"],
    author_id: username,
    referenced_tweets: references,
    entities: {
      urls: names(value["urls"]).map((url) => ({ url, expanded_url: url })),
      hashtags: names(value["hashtags"]).map((tag) => ({ tag })),
      cashtags: names(value["cashtags"]).map((tag) => ({ tag })),
      mentions: names(value["mentions"]).map((name) => ({ username: name })),
    },
  };
  const users = username === undefined ? [] : [{ id: username, username }];
  return readXPost(data, { users }, context, { textName: "tweet" });
}

/** Spreadsheets make 300 of `+0300`, and 0 of `+0000`. */
function twintTime({ date, time, timezone, created_at }: Fields): unknown {
  const day = textOf(date);
  const clock = textOf(time);
  if (day === undefined || clock === undefined) return created_at;
  const [, sign, digits] = /^([+-]?)(\d{1,4})$/
    .exec(String(timezone ?? "0").trim()) ?? [];
  if (digits === undefined) return created_at;
  const zone = `${sign === "-" ? "-" : "+"}${digits.padStart(4, "0")}`;
  return `${day} ${clock} ${zone}`;
}
