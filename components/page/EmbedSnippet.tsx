import type { VNode } from "preact";
import { EMBED_CHARTS, type EmbedChart } from "../embed/embed_charts.ts";

const NAMES: Readonly<Record<EmbedChart, string>> = {
  posts: "Posts",
  share: "Share by sentiment",
  score: "Mean score",
  words: "Words",
};

/** Props of {@linkcode EmbedSnippet}. */
export interface EmbedSnippetProps {
  slug: string;
  /** Where this server is reached, such as `https://example.org`. */
  origin: string;
  /** What of the page's address says which time is shown; may be empty. */
  times: URLSearchParams;
}

/** What to write into another page to have a chart of the topic there. */
export function EmbedSnippet(
  { slug, origin, times }: EmbedSnippetProps,
): VNode {
  const addressOf = (chart: EmbedChart) => {
    const params = new URLSearchParams({ chart });
    for (const [name, value] of times) params.set(name, value);
    return `${origin}/embed/t/${encodeURIComponent(slug)}?${params}`;
  };
  return (
    <details class="snippet">
      <summary>Embed</summary>
      <div>
        <p class="note">A chart that moves, for any page: copy one of these.</p>
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
    </details>
  );
}
