import { useComputed } from "@preact/signals";
import { Component, type VNode } from "preact";
import { formatAgo, formatTime } from "../../domain/format/times.ts";
import type { Mark, Post } from "../../domain/post/post.ts";
import { webUrl } from "../../domain/text/clean.ts";
import { zone, zoneName } from "../address/zone.ts";
import { Mood } from "../elements/Shares.tsx";
import { live } from "../live/store.ts";

/** Props of {@linkcode PostItem}. */
interface PostItemProps {
  post: Post;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Whether it came after the page was rendered. */
  isNew: boolean;
}

/** One post of the list, rendered anew only when its author has changed it. */
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
          {post.author && <b class="author" dir="auto">{post.author}</b>}
          <span>{post.source}</span>
          <Ago at={post.createdAt} renderedAt={renderedAt} />
          {href && (
            <a href={href} rel="external nofollow noopener noreferrer">
              original
            </a>
          )}
        </p>
        <PostText text={post.text} marks={post.marks} />
      </li>
    );
  }
}

/** Props of {@linkcode Ago}. */
interface AgoProps {
  /** ISO 8601. */
  at: string;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** How long ago something was, and as its title when; goes on by itself once the page is live. */
export function Ago({ at, renderedAt }: AgoProps): VNode {
  const then = Date.parse(at);
  const words = useComputed(() =>
    formatAgo(then, live.now.value || renderedAt)
  );
  if (Number.isNaN(then)) return <time>{at}</time>;
  const [day, time] = (["day", "second"] as const)
    .map((precision) => formatTime(then / 1_000, precision, zone.value));
  return (
    <time dateTime={at} title={`${day}, ${time} ${zoneName(zone.value)}`}>
      {words}
    </time>
  );
}

/** Text beyond this is cut off on the screen: the longest posts of the known networks are shorter. */
const MAX_LENGTH = 1_500;

/** Props of {@linkcode PostText}. */
interface PostTextProps {
  text: string;
  marks: readonly Mark[];
}

/** What a post says, its sentiment words marked. Whatever it holds becomes text and nothing else. */
function PostText({ text, marks }: PostTextProps): VNode {
  const pieces = typeof text === "string"
    ? markedPieces(shorten(text), marks)
    : [];
  return (
    <p class="text" dir="auto">
      {pieces.map(({ text, score }, i) =>
        score === null
          ? text
          : (
            <mark key={i} class={score < 0 ? "negative" : "positive"}>
              {text}
            </mark>
          )
      )}
    </p>
  );
}

function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  return `${text.slice(0, MAX_LENGTH).toWellFormed().trimEnd()}…`;
}

/** A stretch of a post's text; `score` is null between words that carry sentiment. */
interface Piece {
  readonly text: string;
  readonly score: number | null;
}

/** Cuts a text at its marks. Marks that overlap, reach outside or cut a character in two are left out. */
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

/** Whether a text may be cut before this unit; so it may anywhere but within a surrogate pair. */
function isBoundary(text: string, index: number): boolean {
  if (!Number.isInteger(index)) return false;
  const isLow = /^[\udc00-\udfff]/.test(text.charAt(index));
  return !isLow || !/[\ud800-\udbff]$/.test(text.charAt(index - 1));
}
