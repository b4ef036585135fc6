import { Component, type VNode } from "preact";
import type { Mark } from "../../domain/post/post.ts";
import type { Post } from "../../domain/schema/posts.ts";
import { webUrl } from "../../domain/text/clean.ts";
import { splitLinks } from "../../domain/text/links.ts";
import { RelativeTime } from "../elements/RelativeTime.tsx";
import { Mood } from "../elements/Shares.tsx";
import { later } from "../elements/later.tsx";
import { WebLink } from "./WebLink.tsx";

/** Id of the form that shows which words weighed in a post's score. */
export const WEIGHTS_FORM = "weights";

/** Props of {@linkcode PostItem}. */
interface PostItemProps {
  post: Post;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Whether it arrived after the page was rendered. */
  isNew: boolean;
}

/** A post of the list, rendered again only after an edit. */
export class PostItem extends Component<PostItemProps> {
  override shouldComponentUpdate(next: PostItemProps): boolean {
    return next.post !== this.props.post;
  }

  override render(): VNode {
    const { post, renderedAt, isNew } = this.props;
    const href = webUrl(post.url);
    return (
      <li class={isNew ? "post new" : "post"} data-seq={post.seq}>
        <p class="by">
          <Mood sentiment={post.sentiment} />
          {post.author && (
            <b class="author" dir="auto">{shortName(post.author)}</b>
          )}
          <span>{post.source}</span>
          {post.kind && post.kind !== "post" && <span>{post.kind}</span>}
          <RelativeTime at={post.createdAt} renderedAt={renderedAt} />
          <button
            type="submit"
            class="why"
            form={WEIGHTS_FORM}
            name="seq"
            value={post.seq}
            title="Which words weighed"
          >
            why?
          </button>
          {href && (
            <a href={href} rel="external nofollow noopener noreferrer">
              Open original ↗
            </a>
          )}
        </p>
        <PostText text={post.text} marks={post.marks} />
        {post.context && <Beside context={post.context} />}
      </li>
    );
  }
}

/** A DID of Bluesky, whose handle is not known yet, is too long for anyone to read. */
function shortName(author: string): string {
  return /^did:plc:.{5}/.test(author) ? `${author.slice(0, 12)}…` : author;
}

const Beside = await later(
  async () => (await import("./Beside.tsx")).Beside,
  ".post .beside, .post blockquote",
);

/** Longer text is cut; the networks that we know allow no longer posts. */
const MAX_LENGTH = 1_500;

/** Props of {@linkcode PostText}. */
interface PostTextProps {
  text: string;
  marks: readonly Mark[];
}

/** The text of a post with its sentiment words marked, and its addresses as links. Nothing else in it becomes markup. */
function PostText({ text, marks }: PostTextProps): VNode {
  let start = 0;
  const parts = splitLinks(typeof text === "string" ? shorten(text) : "")
    .map(({ text, href }, i) => {
      const from = start;
      start += text.length;
      const own = marks.map(([begin, end, score]): Mark => [
        ...[begin - from, end - from, score] as const,
      ]);
      const pieces = <Pieces key={i} text={text} marks={own} />;
      return href === null
        ? pieces
        : <WebLink key={i} href={href}>{pieces}</WebLink>;
    });
  return <p class="text" dir="auto">{parts}</p>;
}

function Pieces({ text, marks }: PostTextProps): VNode {
  return (
    <>
      {markedPieces(text, marks).map(({ text, score }, i) =>
        score === null
          ? text
          : (
            <mark key={i} class={score < 0 ? "negative" : "positive"}>
              {text}
            </mark>
          )
      )}
    </>
  );
}

function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  return `${text.slice(0, MAX_LENGTH).toWellFormed().trimEnd()}…`;
}

/** A part of a post's text; `score` is null unless it is a sentiment word. */
interface Piece {
  readonly text: string;
  readonly score: number | null;
}

/** Splits a text at its marks. Ignores marks that overlap, reach outside or split a character. */
export function markedPieces(text: string, marks: readonly Mark[]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const [from, to, score] of marks) {
    if (from < end || to <= from || to > text.length) continue;
    if (!isBoundary(text, from) || !isBoundary(text, to)) continue;
    if (from > end) pieces.push({ text: text.slice(end, from), score: null });
    pieces.push({ text: text.slice(from, to), score });
    end = to;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), score: null });
  return pieces;
}

/** Whether a text can be split before this unit: anywhere but within a surrogate pair. */
function isBoundary(text: string, index: number): boolean {
  if (!Number.isInteger(index)) return false;
  const isLow = /^[\udc00-\udfff]/.test(text.charAt(index));
  return !isLow || !/[\ud800-\udbff]$/.test(text.charAt(index - 1));
}
