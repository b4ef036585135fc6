/** Explanations of figures; loaded when one is opened. @module */
import type { VNode } from "preact";

/** What is explained, and where `/method` says more. */
const TEXTS = {
  "the rate": [
    "Posts of the last whole minute, by the times at which they were written.",
    "How times are read",
    "times",
  ],
  mood: [
    "100 times the mean of how much likelier each post is positive than " +
    "negative, from −100 to +100. Nearer to zero than 5 it is balanced. " +
    "Trust its changes more than its level.",
    "What mood means",
    "scale",
  ],
  "the band": [
    "Where the mood would lie in 95 of 100 samples of as many posts. A change " +
    "beyond it is none of chance. It knows nothing of misread posts.",
    "How far moods can be trusted",
    "band",
  ],
} as const;

/** One of the figures that are explained. */
export type Explained = keyof typeof TEXTS;

/** Explains a figure, with a link to the paragraph that says more. */
export function InfoText({ about }: { about: Explained }): VNode {
  const [text, link, id] = TEXTS[about];
  return (
    <p>
      {text} <a href={`/method#${id}`}>{link}</a>
    </p>
  );
}
