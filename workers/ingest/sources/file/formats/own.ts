import { cleanText, webUrl } from "../../../../../domain/text/clean.ts";
import { readLang } from "../../post_fields.ts";
import type { Network, SourcePost } from "../../source.ts";
import {
  type Fields,
  type FileContext,
  isObject,
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
  };
  return { kind: "post", network, post };
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
