import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import type { Sentiment } from "../../domain/post/post.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { visit } from "../topic/visit.ts";
import { chipsOf } from "./chips_of.ts";
import { MOOD_SHAPES } from "./mood_shapes.ts";

const MOODS: readonly Sentiment[] = ["positive", "neutral", "negative"];

/** Props of {@linkcode PostFilters}. */
export interface PostFiltersProps {
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
