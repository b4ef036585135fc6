import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import type { TermCount, WindowTerms } from "../../domain/live/snapshot.ts";
import { type AskedOptions, useAsked } from "./Embed.tsx";
import { Late } from "./Late.tsx";
import { askWords } from "./ask_words.ts";

/** Words of a kind that are shown. */
const SHOWN = 8;

/** Props of {@linkcode EmbedWords}. */
export interface EmbedWordsProps extends AskedOptions<WindowTerms> {
  slug: string;
}

/** The words behind the mood: how many posts hold each. */
export function EmbedWords(props: EmbedWordsProps): VNode {
  const { shown, isLate } = useAsked(
    (range, signal) => askWords(props.slug, range, signal),
    props,
  );
  const { positive, negative } = shown.value;
  return (
    <>
      <div class="word-lists">
        <Words name="Positive words" tone="positive" words={positive} />
        <Words name="Negative words" tone="negative" words={negative} />
      </div>
      <Late isLate={isLate} />
    </>
  );
}

function Words(
  { name, tone, words }: {
    name: string;
    tone: "positive" | "negative";
    words: readonly TermCount[];
  },
): VNode {
  const most = Math.max(1, words[0]?.count ?? 0);
  return (
    <section class="words">
      <h2>{name}</h2>
      {words.length === 0 && <p class="note">None yet</p>}
      <ol>
        {words.slice(0, SHOWN).map(({ term, count }) => (
          <li key={term}>
            <span class="word" dir="auto">{term}</span>
            <svg class="meter" aria-hidden="true">
              <rect
                class={tone}
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
