import { type Post, sentimentOf } from "../domain/post/post.ts";
import { scoreText } from "../domain/sentiment/score.ts";
import type { Tables } from "./connection/tables.ts";

/** The columns of `posts` that a {@linkcode Post} is made from. */
export const POST_COLUMNS = [
  "seq",
  "topic_id",
  "source",
  "ext_id",
  "author",
  "lang",
  "created_ms",
  "text",
  "url",
  "score",
] as const satisfies readonly (keyof Tables["posts"])[];

/** A row of `posts`, as far as {@linkcode POST_COLUMNS} go. */
export type PostRow = Pick<Tables["posts"], typeof POST_COLUMNS[number]>;

/** What of its topic a post's row does not hold. */
export interface PostTopic {
  readonly slug: string;
  /** The topic's own words, folded: they carry no sentiment. */
  readonly words: ReadonlySet<string>;
}

/** Makes the API's post of a row; the marks are found anew, so that they fit the text. */
export function toPost(row: PostRow, topic: PostTopic): Post {
  return {
    seq: row.seq,
    id: row.ext_id,
    source: row.source,
    topic: topic.slug,
    author: row.author,
    createdAt: new Date(row.created_ms).toISOString(),
    text: row.text,
    lang: row.lang,
    score: row.score,
    sentiment: sentimentOf(row.score),
    url: row.url,
    marks: scoreText(row.text, { ignore: topic.words }).marks,
  };
}
