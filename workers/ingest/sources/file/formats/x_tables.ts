import {
  type Fields,
  fieldsOf,
  type FileContext,
  type Reading,
  textOf,
} from "./reading.ts";
import { readList, splitCell, type TableFormat } from "./columns.ts";
import { parseAnyTime, parseEpoch, parseTime } from "./times.ts";
import { escapeReferences, readTwint, readXPost } from "./x_posts.ts";

/** A post of X in a row of a table. */
export interface XRow {
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

/** Reads it as a post of the API. */
export function readXRow(row: XRow, context: FileContext): Reading {
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

/** The text of a retweet as X writes it, where the table names its author and the text does not. */
function retweetText(text: string, name: string): string {
  return name === "" || /^RT @/.test(text) ? text : `RT @${name}: ${text}`;
}

/** `twarc2 csv`: column names of the API with dots. */
export const TWARC: TableFormat = {
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
    const urls = readList(cell("entities.urls"))
      .map((item) => textOf(item) ? { url: item } : fieldsOf(item));
    return readXRow({
      id: cell("id"),
      text: retweeted === ""
        ? text
        : retweetText(text, cell("retweeted_username")),
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
export const TCAT: TableFormat = {
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
export const FOUR_CAT_X: TableFormat = {
  name: "4CAT of X",
  fits: ({ has }) => has("id", "body", "author", "is_retweet"),
  ids: ["id"],
  times: [],
  read(cell, context) {
    const text = cell("body");
    const yes = (column: string) => /^(yes|true|1)$/i.test(cell(column));
    return markKind(
      readXRow({
        id: cell("id"),
        text: yes("is_retweet")
          ? retweetText(text, cell("retweeted_user"))
          : text,
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
export function markKind(
  reading: Reading,
  kind: "quote" | "reply" | "post",
): Reading {
  const isPost = reading.kind === "post" && kind !== "post" &&
    (reading.post.postKind ?? "post") === "post";
  return isPost
    ? { ...reading, post: { ...reading.post, postKind: kind } }
    : reading;
}

/** minet, gazouilloire: texts are decoded, and short links replaced. */
export const MINET: TableFormat = {
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
export const TWINT: TableFormat = {
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
export const SENTIMENT_140: TableFormat = {
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
