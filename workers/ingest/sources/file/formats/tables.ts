import { cleanText, webUrl } from "../../../../../domain/text/clean.ts";
import { rearm } from "../../../../../domain/text/csv.ts";
import { readLang } from "../../post_fields.ts";
import { idOfUri } from "./bluesky.ts";
import { readPostKind } from "./own.ts";
import { type Cells, type Columns, readList, splitCell } from "./columns.ts";
import {
  contentId,
  type Fields,
  fieldsOf,
  type FileContext,
  readId,
  type Reading,
  refuse,
  textOf,
} from "./reading.ts";
import {
  AMBIGUOUS,
  parseAnyTime,
  parseEpoch,
  parseTime,
  timeInXId,
} from "./times.ts";
import { escapeReferences, readTwint, readXPost } from "./x_posts.ts";

/** A format of tables. */
export interface TableFormat {
  readonly name: string;
  /** Whether a table with these columns is of this format. */
  readonly fits: (columns: Columns) => boolean;
  readonly read: (cells: Cells, context: FileContext) => Reading;
  /** Columns with ids and with times, to see how they are written. */
  readonly ids: readonly string[];
  readonly times: readonly string[];
}

/** A post of X in a row of a table. */
interface XRow {
  readonly id: string;
  readonly text: string;
  /** The name of the column with the text. */
  readonly textName: string;
  readonly time: string;
  readonly lang: string;
  readonly author: string;
  readonly hashtags?: readonly string[];
  readonly mentions?: readonly string[];
  /** Links, or short links and the addresses behind them. */
  readonly links?: readonly (readonly [url: string, address: string])[];
  /** Ids of the posts that it refers to, by type; empty for none. */
  readonly references?: Readonly<Record<string, string>>;
}

function readXRow(row: XRow, context: FileContext): Reading {
  const { author } = row;
  const time = row.time === ""
    ? null
    : parseAnyTime(row.time, context.isDayFirst);
  const named = (names: readonly string[] = [], key: string) =>
    names.map((name) => ({ [key]: name.replace(/^[#@]/, "") }));
  const data: Fields = {
    id: row.id,
    text: row.text,
    created_at: typeof time === "number" ? new Date(time).toISOString() : "",
    lang: row.lang,
    author_id: author || undefined,
    referenced_tweets: Object.entries(row.references ?? {})
      .filter(([, id]) => /^\d+$/.test(id))
      .map(([type, id]) => ({ type, id })),
    entities: {
      hashtags: named(row.hashtags, "tag"),
      mentions: named(row.mentions, "username"),
      urls: (row.links ?? []).map(([url, expanded_url]) => ({
        url,
        expanded_url,
      })),
    },
  };
  const users = author
    ? [{ id: author, username: author.replace(/^@/, "") }]
    : [];
  return readXPost(data, { users }, context, { textName: row.textName });
}

/** `twarc2 csv`: column names of the API with dots. */
const TWARC: TableFormat = {
  name: "twarc-csv",
  fits: ({ has }) =>
    has("text", "id", "author_id") &&
    (has("author.username") || has("public_metrics.like_count")),
  ids: ["id"],
  times: ["created_at"],
  read(cell, context) {
    const retweeted = cell("referenced_tweets.retweeted.id");
    const names = (column: string, key: string) =>
      readList(cell(column)).flatMap((item) =>
        textOf(fieldsOf(item)[key]) ?? textOf(item) ?? []
      );
    const text = readJsonText(cell("text")).replaceAll("\\n", "\n");
    const name = cell("retweeted_username");
    const isPlain = retweeted !== "" && name !== "" && !/^RT @/.test(text);
    const urls = readList(cell("entities.urls"))
      .map((item) => textOf(item) ? { url: item } : fieldsOf(item));
    return readXRow({
      id: cell("id"),
      text: isPlain ? `RT @${name}: ${text}` : text,
      textName: "text",
      time: cell("created_at"),
      lang: cell("lang"),
      author: cell("author.username"),
      hashtags: names("entities.hashtags", "tag"),
      mentions: names("entities.mentions", "username"),
      links: urls.flatMap(({ url, expanded_url }) => {
        const address = textOf(expanded_url) ?? textOf(url);
        return address === undefined
          ? []
          : [[textOf(url) ?? address, address] as const];
      }),
      references: {
        retweeted,
        quoted: cell("referenced_tweets.quoted.id"),
        replied_to: cell("referenced_tweets.replied_to.id"),
      },
    }, context);
  },
};

/** Early versions wrote the text as JSON, with its quotation marks. */
function readJsonText(cell: string): string {
  if (!/^".*"$/s.test(cell)) return cell;
  try {
    return String(JSON.parse(cell));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return cell;
  }
}

/** DMI-TCAT: its texts are decoded already. */
const TCAT: TableFormat = {
  name: "TCAT",
  fits: ({ has }) => has("id", "text", "from_user_name"),
  ids: ["id"],
  times: [],
  read(cell, context) {
    const short = splitCell(cell("urls"), "; ");
    const full = splitCell(cell("urls_expanded", "urls_followed"), "; ");
    return readXRow({
      id: cell("id"),
      text: escapeReferences(cell("text")),
      textName: "text",
      time: timeOf(cell("created_at"), cell("time")),
      lang: cell("lang", "from_user_lang"),
      author: cell("from_user_name"),
      hashtags: splitCell(cell("hashtags"), ";"),
      mentions: splitCell(cell("mentions"), ";"),
      links: full.map((address, i) => [short[i] ?? address, address]),
      references: {
        quoted: cell("quoted_status_id"),
        replied_to: cell("in_reply_to_status_id"),
      },
    }, context);
  },
};

/** The first that is a time. */
function timeOf(...cells: readonly string[]): string {
  return cells.find((cell) =>
    parseTime(cell) !== null || parseEpoch(cell) !== null
  ) ??
    cells.find((cell) => cell !== "") ?? "";
}

/** 4CAT's table of posts of X. */
const FOUR_CAT_X: TableFormat = {
  name: "4CAT of X",
  fits: ({ has }) => has("id", "body", "author", "is_retweet"),
  ids: ["id"],
  times: [],
  read(cell, context) {
    const text = cell("body");
    const name = cell("retweeted_user");
    const isPlain = /^(yes|true|1)$/i.test(cell("is_retweet")) && name !== "" &&
      !/^RT @/.test(text);
    const yes = (column: string) => /^(yes|true|1)$/i.test(cell(column));
    return markKind(
      readXRow({
        id: cell("id"),
        text: isPlain ? `RT @${name}: ${text}` : text,
        textName: "body",
        time: timeOf(cell("unix_timestamp"), cell("timestamp")),
        lang: cell("language_guess", "language"),
        author: cell("author"),
        hashtags: splitCell(cell("hashtags"), ","),
        mentions: splitCell(cell("mentions"), ","),
        links: splitCell(cell("urls"), ",").map((url) => [url, url]),
      }, context),
      yes("is_quote_tweet") ? "quote" : yes("is_reply") ? "reply" : "post",
    );
  },
};

/** Gives a post a kind that only a column holds. */
function markKind(reading: Reading, kind: "quote" | "reply" | "post"): Reading {
  const isPost = reading.kind === "post" && kind !== "post" &&
    (reading.post.postKind ?? "post") === "post";
  return isPost
    ? { ...reading, post: { ...reading.post, postKind: kind } }
    : reading;
}

/** 4CAT's table of posts of Bluesky. */
const FOUR_CAT_BLUESKY: TableFormat = {
  name: "4CAT of Bluesky",
  fits: ({ has }) => has("id", "body", "author_id", "languages"),
  ids: [],
  times: [],
  read(cell, context) {
    const uri = cell("id");
    const id = idOfUri(uri);
    if (id === undefined) {
      return refuse(
        uri === ""
          ? "`id` is missing"
          : "`id` is not the address of a post (at://did:…)",
      );
    }
    const did = id.split("/")[0]!;
    const lang = splitCell(cell("languages"), ",")[0];
    const kind = cell("quoted_post")
      ? "quote"
      : cell("replied_to_post")
      ? "reply"
      : "post";
    const list = (...names: string[]) => splitCell(cell(...names), ",");
    const reading = readPlain(cell, context, { id, network: "bluesky" }, BODY);
    if (reading.kind !== "post") return reading;
    const post = {
      ...reading.post,
      author: did,
      lang: readLang(lang),
      url: `https://bsky.app/profile/${did}/post/${id.slice(did.length + 1)}`,
      entities: {
        hashtags: list("tags").map((tag) => tag.replace(/^#/, "")),
        mentions: list("mentions"),
        links: list("links").flatMap((link) => webUrl(link) ?? []),
      },
    };
    return markKind({ ...reading, post }, kind);
  },
};

/** minet, gazouilloire: texts are decoded, and short links replaced. */
const MINET: TableFormat = {
  name: "minet",
  fits: ({ has }) => has("id", "text", "timestamp_utc", "user_screen_name"),
  ids: ["id"],
  times: [],
  read: (cell, context) =>
    readXRow({
      id: cell("id"),
      text: escapeReferences(cell("text")),
      textName: "text",
      time: cell("timestamp_utc"),
      lang: cell("lang"),
      author: cell("user_screen_name"),
      hashtags: splitCell(cell("hashtags"), "|"),
      mentions: splitCell(cell("mentioned_names"), "|"),
      links: splitCell(cell("links"), "|").map((url) => [url, url]),
      references: {
        retweeted: cell("retweeted_id"),
        quoted: cell("quoted_id"),
        replied_to: cell("to_tweetid"),
      },
    }, context),
};

/** `twint --csv`: lists are in Python's notation. */
const TWINT: TableFormat = {
  name: "twint",
  fits: ({ has }) => has("id", "tweet", "username", "timezone"),
  ids: ["id"],
  times: [],
  read(cell, context) {
    const names = [
      ...["id", "conversation_id", "created_at", "date", "time", "timezone"],
      ...["username", "tweet", "language", "retweet", "retweet_id"],
    ];
    const lists = ["mentions", "urls", "hashtags", "cashtags", "reply_to"];
    return readTwint({
      ...Object.fromEntries(names.map((name) => [name, cell(name)])),
      ...Object.fromEntries(lists.map((name) => [name, readList(cell(name))])),
      quote_url: cell("quote_url"),
    }, context);
  },
};

/** Sentiment140; the columns of its original have no names. */
const SENTIMENT_140: TableFormat = {
  name: "Sentiment140",
  fits: ({ has, names }) =>
    names.length === 6 && has("target", "ids", "date", "flag", "user", "text"),
  ids: ["ids"],
  times: [],
  read: (cell, context) =>
    readXRow({
      id: cell("ids"),
      text: cell("text"),
      textName: "text",
      time: cell("date"),
      lang: "",
      author: cell("user"),
    }, context),
};

/** The header that Sentiment140's original lacks. */
export const SENTIMENT_140_HEADER = [
  "target",
  "ids",
  "date",
  "flag",
  "user",
  "text",
];

/** Whether a row is one of Sentiment140's original. */
export function isSentiment140(row: readonly string[]): boolean {
  return row.length === 6 && /^[024]$/.test(row[0]!) &&
    /^\d+$/.test(row[1]!) && parseAnyTime(row[2]!, null) !== null;
}

const BODY = ["body"];
const TEXTS = [
  ...[
    "text",
    "full_text",
    "fulltext",
    "tweet",
    "tweet_text",
    "body",
    "content",
  ],
  ...["message", "post", "post_text", "status", "comment", "original_tweet"],
  ...["tweet_content", "tweets", "caption", "title_text"],
];
const IDS = [
  ...["id", "id_str", "ids", "tweet_id", "status_id", "post_id", "message_id"],
  ...["comment_id", "tweetid", "uri"],
];
const TIMES = [
  ...["created_at", "date", "datetime", "date_time", "timestamp", "time"],
  ...["created", "created_time", "created_utc", "posted_at", "published_at"],
  ...["published", "publish_date", "post_date", "tweet_created", "tweet_date"],
  ...[
    "tweet_at",
    "tweet_time",
    "tweet_created_at",
    "date_utc",
    "timestamp_utc",
  ],
  ...["unix_timestamp", "createdat", "post_time", "date_posted"],
];
const AUTHORS = [
  ...["author", "user", "username", "user_name", "screen_name", "handle"],
  ...["user_screen_name", "from_user", "from_user_name", "author_name"],
  ...["author.username", "user.screen_name", "account", "user_handle", "name"],
  ...["user_username", "twitter_handle"],
];
const LANGS = ["lang", "language", "languages", "tweet_lang", "language_guess"];
const URLS = [
  "url",
  "link",
  "permalink",
  "tweet_url",
  "post_url",
  "tweet_link",
];

/** Names of columns that only tables of X have. */
const OF_X = [
  ...[
    "tweet_id",
    "tweetid",
    "tweet_text",
    "tweet",
    "tweet_created",
    "status_id",
  ],
  ...["screen_name", "user_screen_name", "retweet_count", "is_retweet"],
  ...["original_tweet", "tweet_created_at", "favorite_count"],
];

/** A table whose columns have usual names. */
const PLAIN: TableFormat = {
  name: "a table",
  fits: ({ has }) => TEXTS.some((name) => has(name)),
  ids: IDS,
  times: TIMES,
  read: (cell, context) => {
    const [id, url] = [cell(...IDS), cell(...URLS)];
    const uri = idOfUri(id) ?? idOfUri(url);
    if (uri !== undefined) {
      return readPlain(cell, context, { id: uri, network: "bluesky" });
    }
    return readPlain(cell, context);
  },
};

/** A table of X whose columns have usual names: texts are as the API gave them. */
const PLAIN_X: TableFormat = {
  ...PLAIN,
  name: "a table of X",
  fits: (columns) =>
    PLAIN.fits(columns) && OF_X.some((name) => columns.has(name)) &&
    IDS.some((name) => columns.has(name)),
  read: (cell, context) => {
    const time = cell(...TIMES);
    if (time !== "") {
      const read = readTime(time, context);
      if (typeof read !== "number") return read;
    }
    return readXRow({
      id: cell(...IDS),
      text: cell(...TEXTS),
      textName: "text",
      time,
      lang: cell(...LANGS),
      author: cell(...AUTHORS),
    }, context);
  },
};

/** Our own export; in that for Excel, ids are marked as text and formulas disarmed. */
const OWN: TableFormat = {
  name: "an export of Freshet",
  fits: ({ has }) => has("seq", "id", "source", "topic", "createdAt", "text"),
  ids: ["id"],
  times: [],
  read(cell, context) {
    const network = (["x", "bluesky", "mastodon"] as const)
      .find((name) => name === cell("source")) ?? "file";
    if (network === "x" && cell("text") === "") {
      return refuse("`text` is empty: exports leave out what posts of X say");
    }
    const id = cell("id").replace(/^'/, "");
    const said: Cells = id === cell("id")
      ? cell
      : Object.assign((...names: string[]) => rearm(cell(...names)), cell);
    const reading = readPlain(said, context, { id, network });
    if (reading.kind !== "post") return reading;
    const post = { ...reading.post, ...readPostKind(cell("kind")) };
    return { ...reading, post };
  },
};

/** A row whose post is known by something else than a column of its own. */
interface Known {
  readonly id: string;
  readonly network: "x" | "bluesky" | "mastodon" | "file";
}

/** Reads a row by the usual names of columns; texts are taken as they are. */
function readPlain(
  cell: Cells,
  context: FileContext,
  known?: Known,
  textNames: readonly string[] = TEXTS,
): Reading {
  const text = cell(...textNames);
  if (text === "") return refuse("`text` is missing");
  const author = cell(...AUTHORS).replace(/^@/, "");
  const time = cell(...TIMES);
  const id = known ?? plainId(cell, context, [text, time, author]);
  if ("why" in id) return refuse(id.why, id.found);
  const createdMs = time === "" ? timeInXId(id.id) : readTime(time, context);
  if (createdMs === null) return refuse("`date` is missing");
  if (typeof createdMs !== "number") return createdMs;
  const post = {
    id: id.id,
    text: cleanText(text),
    createdMs,
    lang: readLang(cell(...LANGS).replaceAll("_", "-")),
    author: cleanText(author) || null,
    url: webUrl(cell(...URLS)),
    ...(/^RT @\w+:/.test(text) && { postKind: "repost" as const }),
  };
  return { kind: "post", network: known?.network ?? "file", post };
}

function readTime(time: string, context: FileContext): number | Reading {
  const ms = parseAnyTime(time, context.isDayFirst);
  if (ms === AMBIGUOUS) {
    return refuse(
      "`date` may have the day or the month first: write it as 2026-01-31",
      time,
    );
  }
  return ms ?? refuse("`date` is no time", time);
}

/** The id in a row; made of what the row says where the table has none. */
function plainId(cell: Cells, context: FileContext, parts: readonly string[]) {
  const hasIds = IDS.some((name) => cell.has(name));
  return hasIds
    ? readId(cell(...IDS), "id", context)
    : { id: contentId(...parts) };
}

/** All formats of tables; the first that fits counts. */
const FORMATS: readonly TableFormat[] = [
  ...[OWN, TWARC, TCAT, MINET, TWINT, FOUR_CAT_X, FOUR_CAT_BLUESKY],
  ...[SENTIMENT_140, PLAIN_X, PLAIN],
];

/** Finds the format of a table by its columns; null if none holds a text. */
export function findTableFormat(columns: Columns): TableFormat | null {
  return FORMATS.find(({ fits }) => fits(columns)) ?? null;
}
