import { cleanText } from "../../../../domain/post/clean_text.ts";
import type { PostEntities } from "../../../../domain/post/entities.ts";
import { webUrl } from "../../../../domain/text/clean.ts";
import { htmlToText } from "../../../../domain/text/html.ts";
import { clampCreated } from "../live/clamp_created.ts";
import type { SourcePost } from "../source.ts";
import type { Status } from "./status.ts";

const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,7}$/;

/**
 * A status as a post. Its id begins with its server's name, for each server
 * numbers for itself; what an author hides behind a warning comes after it.
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
    lang: languageOf(status),
    author: authorOf(status, host),
    url: webUrl(status.url) ?? webUrl(status.uri),
    entities: entitiesOf(status, links),
  };
}

function languageOf({ language }: Status): string {
  if (language === null || !LANGUAGE.test(language)) return "und";
  const [main = "", ...rest] = language.split("-");
  return [main.toLowerCase(), ...rest].join("-");
}

/** Those of the server itself go by their bare name there. */
function authorOf({ account }: Status, host: string): string | null {
  const name = cleanText(account?.acct ?? "").trim();
  if (name === "") return null;
  return name.includes("@") ? name : `${name}@${host}`;
}

function entitiesOf(
  { tags, mentions }: Status,
  links: readonly string[],
): PostEntities {
  return {
    links,
    hashtags: tags.map(({ name }) => name).filter((name) => name !== ""),
    mentions: mentions.map(({ acct }) => acct).filter((acct) => acct !== ""),
  };
}
