import type { VNode } from "preact";
import type { TermCount, WindowTerms } from "../../domain/live/snapshot.ts";
import { termText } from "../../domain/sentiment/term_text.ts";
import { Mood } from "../post/Mood.tsx";

/** Words of each kind. */
const SHOWN_WORDS = 3;

const KINDS = ["positive", "negative"] as const;

/** Props of {@linkcode TopWords}. */
export interface TopWordsProps {
  slug: string;
  /** Of the live window, most frequent first. */
  terms: WindowTerms;
}

/** What a topic's mood is about: the words that most posts hold, each a link to these posts. */
export function TopWords({ slug, terms }: TopWordsProps): VNode {
  const linkTo = (kind: typeof KINDS[number]) => ({ term }: TermCount) => {
    const params = new URLSearchParams({ term: termText({ kind, term }) });
    const href = `/t/${encodeURIComponent(slug)}?${params}`;
    return (
      <li key={term}>
        <a href={href} dir="auto">{term}</a>
      </li>
    );
  };
  return (
    <div class="top-words">
      {KINDS.map((kind) => (
        <div key={kind}>
          <Mood sentiment={kind} />
          <ul aria-label={`${kind} words, last 15 min`}>
            {terms[kind].slice(0, SHOWN_WORDS).map(linkTo(kind))}
          </ul>
        </div>
      ))}
    </div>
  );
}
