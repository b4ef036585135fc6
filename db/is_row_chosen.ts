import type { Entities } from "../domain/post/entities.ts";
import { isChosen } from "../domain/post/is_chosen.ts";
import { sentimentOf } from "../domain/post/post.ts";
import type { PostChoice } from "../domain/post/post_choice.ts";
import type { Term } from "../domain/sentiment/term.ts";
import { extractTerms } from "../domain/sentiment/extract_terms.ts";
import { scoreText } from "../domain/sentiment/score_text.ts";
import type { Tables } from "./tables.ts";
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
    : { entities: JSON.parse(entities) as Entities };
  return extractTerms({ text, lang, ...told }, scored);
}
