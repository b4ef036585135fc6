import { webUrl } from "../../../../../domain/text/clean.ts";
import { rearm } from "../../../../../domain/text/csv.ts";
import { readLang } from "../../post_fields.ts";
import { idOfUri } from "./bluesky.ts";
import {
  type Cells,
  type Columns,
  splitCell,
  type TableFormat,
} from "./columns.ts";
import { readPostKind } from "./own.ts";
import { PLAIN, PLAIN_X, readPlain } from "./plain_tables.ts";
import { refuse } from "./reading.ts";
import {
  FOUR_CAT_X,
  markKind,
  MINET,
  SENTIMENT_140,
  TCAT,
  TWARC,
  TWINT,
} from "./x_tables.ts";

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
    const reading = readPlain(cell, context, { id, network: "bluesky" }, [
      "body",
    ]);
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

/** All formats of tables; the first that fits counts. */
const FORMATS: readonly TableFormat[] = [
  ...[OWN, TWARC, TCAT, MINET, TWINT, FOUR_CAT_X, FOUR_CAT_BLUESKY],
  ...[SENTIMENT_140, PLAIN_X, PLAIN],
];

/** Finds the format of a table by its columns; null if none holds a text. */
export function findTableFormat(columns: Columns): TableFormat | null {
  return FORMATS.find(({ fits }) => fits(columns)) ?? null;
}
