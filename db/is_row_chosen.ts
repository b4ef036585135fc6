import type { PostEntities } from "../domain/post/entities.ts";
import { sentimentOf } from "../domain/post/post.ts";
import type { PostChoice } from "../domain/post/post_choice.ts";
import { isChosen } from "../domain/post/search.ts";
import type { Term } from "../domain/post/term.ts";
import { scoreText } from "../domain/sentiment/score.ts";
import { extractTerms } from "../domain/sentiment/terms.ts";
import type { Tables } from "./connection/tables.ts";
import type { PostTopic } from "./to_post.ts";

type Row = Pick<Tables["posts"], "text" | "lang" | "score"> & {
  readonly entities: string | null;
};

/** Whether a row is a post that somebody wants to see. Its terms are found as they were for the rollups. */
export function isRowChosen(
  row: Row,
  choice: PostChoice,
  { words }: Pick<PostTopic, "words">,
): boolean {
  const { text, lang, score } = row;
  const post = { text, lang, sentiment: sentimentOf(score) };
  return isChosen(
    post,
    choice,
    (wanted) =>
      termsOf(row, wanted, words).some(({ kind, term }) =>
        kind === wanted.kind && term === wanted.term
      ),
  );
}

function termsOf(
  { text, lang, entities }: Row,
  { kind }: Term,
  ignore: ReadonlySet<string>,
): Term[] {
  const isWord = kind === "positive" || kind === "negative";
  const scored = isWord
    ? scoreText(text, { ignore })
    : { positive: [], negative: [] };
  const told = entities === null
    ? {}
    : { entities: JSON.parse(entities) as PostEntities };
  return extractTerms({ text, lang, ...told }, scored);
}
