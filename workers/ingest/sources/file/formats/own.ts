import {
  POST_KINDS,
  type PostContext,
} from "../../../../../domain/post/post.ts";
import { cleanText, webUrl } from "../../../../../domain/text/clean.ts";
import { readLang } from "../../post_fields.ts";
import type { Network, SourcePost } from "../../source.ts";
import {
  type Fields,
  fieldsOf,
  type FileContext,
  isObject,
  itemsOf,
  objectsOf,
  readId,
  type Reading,
  refuse,
} from "./reading.ts";
import { parseEpoch, parseTime } from "./times.ts";

const NETWORKS: readonly Network[] = ["x", "bluesky", "mastodon"];

/**
 * Reads a record in the format of this program: `id` and `text`, perhaps
 * `created_at`, `lang`, `author`, `url`, and the `source` of an export.
 */
export function readOwn(value: unknown, context: FileContext): Reading {
  if (!isObject(value)) return refuse("The line must be an object");
  const id = readId(value["id"], "id", context);
  if ("why" in id) return refuse(id.why, id.found);
  const { text } = value;
  if (typeof text !== "string") {
    return refuse(
      `\`text\` ${text === undefined ? "is missing" : "must be a string"}`,
    );
  }
  const network = NETWORKS.find((name) => name === value["source"]) ?? "file";
  if (network !== "file" && text === "") {
    return refuse("`text` is empty: exports leave out what posts of X say");
  }
  const createdMs = readTime(value, context.nowMs);
  if (createdMs === null) {
    return refuse(
      "`created_at` must be a date and time from 1970 to 9999, such as 2026-01-31T12:00:00Z",
    );
  }
  const post: SourcePost = {
    ...id,
    text: cleanText(text),
    createdMs,
    lang: readLang(stringOf(value["lang"])?.replaceAll("_", "-")),
    author: cleanText(stringOf(value["author"]) ?? "") || null,
    url: webUrl(stringOf(value["url"])),
    ...readPostKind(stringOf(value["kind"])),
    ...readContext(value["context"]),
  };
  return { kind: "post", network, post };
}

/** The kind of a post, as an export has it. */
export function readPostKind(
  kind: string | undefined,
): Pick<SourcePost, "postKind"> {
  const postKind = POST_KINDS.find((name) => name === kind);
  return postKind && postKind !== "post" ? { postKind } : {};
}

/** What stands beside a post, as an export has it. */
function readContext(value: unknown): Pick<SourcePost, "context"> {
  const { quoted, cards, alts } = fieldsOf(value);
  const { author, text } = fieldsOf(quoted);
  const read = {
    cards: objectsOf(cards).flatMap(({ title, url }) => {
      const link = webUrl(stringOf(url));
      return link
        ? [{ title: cleanText(stringOf(title) ?? ""), url: link }]
        : [];
    }),
    alts: itemsOf(alts).flatMap((alt) => cleanText(stringOf(alt) ?? "") || []),
  };
  const context: PostContext = {
    ...(typeof text === "string" && {
      quoted: {
        author: cleanText(stringOf(author) ?? "") || null,
        text: cleanText(text),
      },
    }),
    ...(read.cards.length > 0 && { cards: read.cards }),
    ...(read.alts.length > 0 && { alts: read.alts }),
  };
  return Object.keys(context).length > 0 ? { context } : {};
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A post without a time, or with one in the future, is of now. */
function readTime(value: Fields, nowMs: number): number | null {
  const time = value["created_at"] ?? value["createdAt"];
  if (time === undefined || time === null) return nowMs;
  const ms = typeof time === "string" ? parseTime(time) : parseEpoch(time);
  return ms === null ? null : Math.min(ms, nowMs);
}
