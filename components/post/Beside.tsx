import type { VNode } from "preact";
import type { Post } from "../../domain/schema/posts.ts";
import { webUrl } from "../../domain/text/clean.ts";
import { splitLinks } from "../../domain/text/links.ts";
import { WebLink } from "./WebLink.tsx";

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
          <p class="text" dir="auto">
            <Linked text={line(quoted.text)} />
          </p>
        </blockquote>
      )}
      {cards.map(({ title, url }, i) => (
        <p key={i} class="beside" dir="auto">
          Link: <CardLink title={line(title)} url={webUrl(line(url))} />
        </p>
      ))}
      {alts.map((alt, i) => (
        <p key={i} class="beside" dir="auto">Picture: {line(alt)}</p>
      ))}
    </>
  );
}

function CardLink(
  { title, url }: { title: string; url: string | null },
): VNode {
  const host = url && new URL(url).host;
  return (
    <>
      {url ? <WebLink href={url}>{title || host}</WebLink> : title}{" "}
      <span>{host}</span>
    </>
  );
}

/** A text with its addresses as links. */
function Linked({ text }: { text: string }): VNode {
  return (
    <>
      {splitLinks(text).map(({ text, href }, i) =>
        href === null ? text : <WebLink key={i} href={href}>{text}</WebLink>
      )}
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
