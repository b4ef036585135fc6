import { cleanText, webUrl } from "../../../../../domain/text/clean.ts";
import { readLang } from "../../post_fields.ts";
import { idOfUri } from "./bluesky.ts";
import type { Cells, TableFormat } from "./columns.ts";
import {
  contentId,
  type FileContext,
  readId,
  type Reading,
  refuse,
} from "./reading.ts";
import { AMBIGUOUS, parseAnyTime, timeInXId } from "./times.ts";
import { readXRow } from "./x_tables.ts";

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
export const PLAIN: TableFormat = {
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
export const PLAIN_X: TableFormat = {
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

/** A row whose post is known by something else than a column of its own. */
interface Known {
  readonly id: string;
  readonly network: "x" | "bluesky" | "mastodon" | "file";
}

/** Reads a row by the usual names of columns; texts are taken as they are. */
export function readPlain(
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
