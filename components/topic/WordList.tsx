import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import type { TermCount } from "../../domain/live/snapshot.ts";

/** Words that a list shows; its height is kept free for so many. */
const SHOWN = 10;

/** Props of {@linkcode WordList}. */
export interface WordListProps {
  sentiment: "positive" | "negative";
  /** Most frequent first. */
  words: readonly TermCount[];
  /** Where they were counted, such as `last 15 minutes`. */
  span: string;
}

/** The most frequent words of one sentiment, each with a bar and its number of posts. */
export function WordList({ sentiment, words, span }: WordListProps): VNode {
  const most = Math.max(1, words[0]?.count ?? 0);
  return (
    <section id={`${sentiment}-words`} class="words">
      <h2>
        {sentiment === "positive" ? "Positive words" : "Negative words"}{" "}
        <small>posts, {span}</small>
      </h2>
      {words.length === 0 && <p class="note">None yet</p>}
      <ol>
        {words.slice(0, SHOWN).map(({ term, count }) => (
          <li key={term}>
            <span class="word" dir="auto">{term}</span>
            <svg class="meter" aria-hidden="true">
              <rect
                class={sentiment}
                width={`${Math.round(100 * count / most)}%`}
                height="100%"
              />
            </svg>
            <span class="count">{formatCount(count)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
