import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import type { Sentiment } from "../../domain/post/post.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import { withParams } from "../../domain/request/parameters.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { visit } from "../address/address.ts";
import { MOOD_SHAPES } from "../elements/Shares.tsx";
import { termWords } from "../elements/terms.ts";

const MOODS: readonly Sentiment[] = ["positive", "neutral", "negative"];

/** Props of {@linkcode PostFilters}. */
interface PostFiltersProps {
  address: ReadonlySignal<string>;
}

/** Choice of posts: by mood and text, and what else is chosen, to be taken off. */
export function PostFilters({ address }: PostFiltersProps): VNode {
  const now = address.value;
  const choice = readViewFilter(new URLSearchParams(now.split("?")[1]));
  const chips = chipsOf(choice);
  return (
    <div class="filters">
      <ul class="moods" aria-label="Mood">
        {MOODS.map((mood) => {
          const isOn = choice.sentiment === mood;
          const changes = { mood: isOn ? null : mood, before: null };
          return (
            <li key={mood}>
              <VisitLink
                href={withParams(now, changes)}
                aria-current={isOn ? "true" : "false"}
                title={isOn ? "Show all moods" : `Show only ${mood} posts`}
              >
                <span class={mood} aria-hidden="true">{MOOD_SHAPES[mood]}</span>
                {mood}
              </VisitLink>
            </li>
          );
        })}
      </ul>
      <SearchForm address={now} q={choice.q ?? ""} />
      {chips.length > 0 && (
        <ul class="chips" aria-label="Shown are only">
          {chips.map(({ name, words }) => (
            <li key={name}>
              <VisitLink
                href={withParams(now, { [name]: null, before: null })}
                title="Take this filter off"
              >
                <span dir="auto">{words}</span>
                <span aria-hidden="true">×</span>
                <span class="unseen">: take off</span>
              </VisitLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function SearchForm({ address, q }: { address: string; q: string }): VNode {
  const [path = "", query] = address.split("?");
  const others = [...new URLSearchParams(query)]
    .filter(([name]) => name !== "q" && name !== "before");
  return (
    <form
      action={path}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get("q");
        const q = String(text ?? "").trim();
        visit(withParams(address, { q: q || null, before: null }));
      }}
    >
      {others.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        key={q}
        type="search"
        name="q"
        defaultValue={q}
        maxLength={200}
        placeholder="Search these posts"
        aria-label="Text that posts must hold"
      />
      <button type="submit">Search</button>
    </form>
  );
}

/** One part of a choice, in words. */
interface Chip {
  /** The parameter that asks for it. */
  readonly name: "mood" | "term" | "lang" | "q";
  readonly words: string;
}

/** Says what is chosen, part by part: `hashtag otters`. */
function chipsOf({ sentiment, term, lang, q }: PostFilter): Chip[] {
  const chips: Chip[] = [];
  if (sentiment) chips.push({ name: "mood", words: `${sentiment} posts` });
  if (term) chips.push({ name: "term", words: termWords(term) });
  if (lang) {
    const words = termWords({ kind: "lang", term: lang });
    chips.push({ name: "lang", words });
  }
  if (q) chips.push({ name: "q", words: `text “${q}”` });
  return chips;
}
