import type { VNode } from "preact";
import { sourceNames } from "../pipeline/source_names.ts";

/** The end of every page: what is running. */
export function Footer({ source }: { source: string }): VNode {
  return (
    <footer>
      <p>
        Source: {sourceNames(source)} · <a href="/topics">Manage topics</a> ·
        {" "}
        <a href="/pipeline">Pipeline</a> · <a href="/compare">Compare</a>
        {" · "}
        <a href="/api">API</a>
      </p>
      <p>
        Sentiment is counted from words: trust its changes more than its level.
      </p>
    </footer>
  );
}
