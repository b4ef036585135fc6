import type { VNode } from "preact";
import type { Sentiment } from "../../domain/post/post.ts";
import { MOOD_SHAPES } from "./mood_shapes.ts";

/** How a post reads, by shape and color; the word is there for those who see neither. */
export function Mood({ sentiment }: { sentiment: Sentiment }): VNode {
  return (
    <span class={`mood ${sentiment}`}>
      <span aria-hidden="true">{MOOD_SHAPES[sentiment]}</span>
      <span class="unseen">{sentiment}</span>
    </span>
  );
}
