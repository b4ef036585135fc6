import type { TopKind } from "../../domain/post/post.ts";
import { termText } from "../../domain/post/post.ts";
import { authorName, type PostFilter } from "../../domain/post/search.ts";
import { viewFilterParams } from "../../domain/request/posts.ts";
import { languageName } from "../elements/labels.ts";

/** What lists are called. */
export const LIST_NAMES: Readonly<Record<TopKind, string>> = {
  positive: "Positive words",
  negative: "Negative words",
  hashtag: "Hashtags",
  mention: "Mentions",
  link: "Sites",
  emoji: "Emoji",
  lang: "Languages",
  word: "Words",
  author: "Authors",
  text: "Most repeated",
  url: "Links",
};

/** An entry of a list as people write it. */
export function entryName(kind: TopKind, value: string): string {
  switch (kind) {
    case "hashtag":
      return `#${value}`;
    case "mention":
      return `@${value}`;
    case "lang":
      return languageName(value);
    case "url":
      return value.replace(/^https?:\/\/(?:www\.)?/, "");
    default:
      return value;
  }
}

/** A search holds no more. */
const LONGEST_SEARCH = 180;

/** Parameters that make a page show the posts of an entry. */
export function entryFilter(
  kind: TopKind,
  value: string,
): Readonly<Record<string, string>> {
  switch (kind) {
    case "lang":
      return { lang: value };
    case "author":
      return { author: authorName(value) };
    case "link":
      return { site: value };
    case "word":
      return { q: value };
    case "text": {
      const words = value.replaceAll('"', " ").slice(0, LONGEST_SEARCH);
      const whole = words.length < value.length
        ? words.replace(/\S*$/, "")
        : words;
      return { q: `"${whole.trim()}"` };
    }
    case "url":
      return { site: hostOf(value) };
    default:
      return { term: termText({ kind, term: value }) };
  }
}

/** No `URL.parse()`: browsers of before summer 2024 have none. */
function hostOf(address: string): string {
  if (!URL.canParse(address)) return "";
  return new URL(address).hostname.replace(/^www\./, "");
}

/** Whether a filter asks for the posts of an entry. */
export function isChosen(
  changes: Readonly<Record<string, string>>,
  filter: PostFilter,
): boolean {
  const chosen = viewFilterParams(filter);
  return Object.entries(changes).every(([name, value]) =>
    chosen[name] === value
  );
}
