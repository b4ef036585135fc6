import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { withParams } from "../../domain/request/address.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import { NO_REPOSTS } from "../../domain/post/post.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { queryOf, visit } from "../address/address.ts";
import { MOOD_SHAPES, SENTIMENTS } from "../elements/Shares.tsx";

/** Props of {@linkcode PostFilters}. */
interface PostFiltersProps {
  address: ReadonlySignal<string>;
  filter: PostFilter;
}

/** Filters of the page: by mood, kind and text. */
export function PostFilters({ address, filter }: PostFiltersProps): VNode {
  const now = address.value;
  return (
    <div class="filters">
      <ul class="moods" aria-label="Mood">
        {SENTIMENTS.map((mood) => {
          const isOn = filter.sentiment === mood;
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
        <li>
          <VisitLink
            href={withParams(now, {
              kind: filter.kinds ? null : NO_REPOSTS.join(),
              before: null,
            })}
            aria-current={filter.kinds ? "true" : "false"}
            title={filter.kinds ? "Show all posts" : "Leave reposts out"}
          >
            no reposts
          </VisitLink>
        </li>
      </ul>
      <SearchForm address={now} q={filter.q ?? ""} />
    </div>
  );
}

function SearchForm({ address, q }: { address: string; q: string }): VNode {
  const [path = ""] = address.split("?");
  const others = [...queryOf(address)]
    .filter(([name]) => name !== "q" && name !== "before");
  return (
    <form
      action={path}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const q = `${data.get("q") ?? ""}`.trim();
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
        aria-label="Search text"
      />
      <button type="submit">Search</button>
    </form>
  );
}
