import { filterIn, viewFilterParams } from "../../domain/request/posts.ts";
import { ParameterError } from "../../domain/request/parameters.ts";
import { timeParams } from "../../domain/request/address.ts";
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";

/** Charts that other pages can embed. */
export const EMBED_CHARTS = ["posts", "share", "score", "words"] as const;

/** One of {@linkcode EMBED_CHARTS}. */
export type EmbedChart = typeof EMBED_CHARTS[number];

const NAMES: Readonly<Record<EmbedChart, string>> = {
  posts: "Posts",
  share: "Share by sentiment",
  score: "Mood",
  words: "Words",
};

/** Props of {@linkcode Snippets}. */
export interface SnippetsProps {
  slug: string;
  /** What the page shows: path and query. */
  address: ReadonlySignal<string>;
  /** Where this server was reached, as far as it knows, such as `https://example.org`. */
  origin: string;
}

/** The filter of a page's address; none if it cannot be read. */
function filterOf(address: string): Record<string, string | null> {
  try {
    return viewFilterParams(filterIn(address));
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    return {};
  }
}

/** HTML that embeds the charts of this page in another one. */
export function Snippets(
  { slug, address, origin }: SnippetsProps,
): VNode {
  const reached = useSignal(origin);
  // Behind a proxy the server does not know.
  useEffect(() => {
    reached.value = location.origin;
  }, []);
  const addressOf = (chart: EmbedChart) => {
    const params = new URLSearchParams({ chart });
    for (const [name, value] of timeParams(address.value)) {
      params.set(name, value);
    }
    for (const [name, value] of Object.entries(filterOf(address.value))) {
      if (value !== null) params.set(name, value);
    }
    return `${reached.value}/embed/t/${encodeURIComponent(slug)}?${params}`;
  };
  return (
    <div>
      <p class="note">
        Live chart for your page: copy a snippet. Its colors follow the reader's
        system, unless its address has <code>&amp;theme=light</code> or{" "}
        <code>&amp;theme=dark</code>.
      </p>
      {EMBED_CHARTS.map((chart) => (
        <label key={chart}>
          {NAMES[chart]}
          <textarea readOnly rows={6} spellcheck={false}>
            {`<iframe src="${addressOf(chart).replaceAll("&", "&amp;")}" ` +
              `title="${slug}: ${NAMES[chart]}" width="480" height="320" ` +
              `style="border: 0" loading="lazy"></iframe>`}
          </textarea>
        </label>
      ))}
    </div>
  );
}
