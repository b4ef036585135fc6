import type { VNode } from "preact";

const WORDS = {
  auto: "as your system",
  light: "light",
  dark: "dark",
} as const;

/** Switches between looks, without script. Which one it is, the root element says: style sheets show the word for it. */
export function ThemeForm(): VNode {
  return (
    <form class="theme" action="/theme" method="post">
      <button type="submit" title="Switch between light and dark">
        <span aria-hidden="true">◐</span>
        <span class="unseen">
          Theme:{" "}
          {Object.entries(WORDS).map(([theme, words]) => (
            <span key={theme} class={`is-${theme}`}>{words}</span>
          ))}
        </span>
      </button>
    </form>
  );
}
