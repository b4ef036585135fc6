import type { Kysely } from "kysely";
import type { Post, PostWeights } from "../../domain/schema/posts.ts";
import { weighWords } from "../../domain/sentiment/score.ts";
import { LEXICON } from "../connection/scores.ts";
import type { Tables } from "../connection/tables.ts";
import { nameAuthors } from "./handles.ts";
import { IS_VISIBLE, POST_COLUMNS, toPost } from "./posts.ts";
import type { StoredTopic } from "./topics.ts";

/** Words of a post that are listed at most. */
const MAX_WORDS = 50;

/** A post with the words that weighed in its score. */
export interface WeighedPost {
  readonly post: Post;
  /** Heaviest first. */
  readonly words: PostWeights["words"];
}

/**
 * A post with the words that weighed in its score, heaviest first; null if its
 * topic has no such post, or its author deleted it. Of one that the word list
 * scored, the weights are the scores of its words.
 */
export async function readWeights(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug" | "words">,
  seq: number,
): Promise<WeighedPost | null> {
  const rows = await db.selectFrom("posts").select(POST_COLUMNS)
    .where("seq", "=", seq).where("topic_id", "=", topic.id).where(IS_VISIBLE)
    .execute();
  const [row] = await nameAuthors(db, rows);
  if (!row) return null;
  const post = toPost(row, topic);
  const { text, lang } = post;
  const words = post.scorer > LEXICON
    ? weighWords(text, { ignore: topic.words, lang })
    : post.marks.map(([from, to, weight]) => ({
      word: text.slice(from, to),
      ...{ from, to, weight },
    })).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { post, words: words.slice(0, MAX_WORDS) };
}
