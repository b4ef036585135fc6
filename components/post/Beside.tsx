import type { VNode } from "preact";
import type { Post } from "../../domain/schema/stored.ts";

/** Props of {@linkcode Beside}. */
interface BesideProps {
  context: NonNullable<Post["context"]>;
}

/** What stands beside the text of a post. Nothing in it becomes markup. */
export function Beside(
  { context: { quoted, cards = [], alts = [] } }: BesideProps,
): VNode {
  return (
    <>
      {quoted && (
        <blockquote dir="auto">
          {quoted.author && <b dir="auto">{line(quoted.author)}</b>}
          <p class="text" dir="auto">{line(quoted.text)}</p>
        </blockquote>
      )}
      {cards.map(({ title, url }, i) => (
        <p key={i} class="beside" dir="auto">
          Link: {line(title)} <span>{URL.parse(line(url))?.host}</span>
        </p>
      ))}
      {alts.map((alt, i) => (
        <p key={i} class="beside" dir="auto">Picture: {line(alt)}</p>
      ))}
    </>
  );
}

/** Longer text is cut. */
const MAX_LENGTH = 1_500;

function line(text: unknown): string {
  if (typeof text !== "string") return "";
  return text.length <= MAX_LENGTH
    ? text
    : `${text.slice(0, MAX_LENGTH).toWellFormed()}…`;
}
