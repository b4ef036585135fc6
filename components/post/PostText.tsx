import type { VNode } from "preact";
import type { Mark } from "../../domain/post/post.ts";
import { markedPieces } from "./marked_pieces.ts";

/** Text beyond this is cut off on the screen: the longest posts of the known networks are shorter. */
const MAX_LENGTH = 1_500;

/** Props of {@linkcode PostText}. */
export interface PostTextProps {
  text: string;
  marks: readonly Mark[];
}

/** What a post says, its sentiment words marked. Whatever it holds becomes text and nothing else. */
export function PostText({ text, marks }: PostTextProps): VNode {
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
