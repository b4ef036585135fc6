/** Which words weighed in a post's score; loaded on demand. @module */
import type { VNode } from "preact";
import { formatNumber, formatPercent } from "../../domain/format/numbers.ts";
import type { PostWeights } from "../../domain/schema/posts.ts";

/** Words that are shown; the others weighed less. */
const SHOWN = 8;
/** What is written as 0.0. */
const NOTHING = 0.05;

/** Props of {@linkcode Weights}. */
type WeightsProps = Pick<
  PostWeights,
  "sentiment" | "pNegative" | "pPositive" | "words"
>;

/** `76 % negative: not −1.4, :( −0.6, new +0.8`. */
export function Weights(props: WeightsProps): VNode {
  const { sentiment, pPositive, words } = props;
  const isWordList = pPositive === null;
  const shown = words.filter(({ weight }) => Math.abs(weight) >= NOTHING)
    .slice(0, SHOWN);
  return (
    <p class="weights">
      {isWordList
        ? `${sentiment} by the word list`
        : `${formatPercent(shareOf(props), 1)} ${sentiment}`}
      {shown.length === 0 ? ": no word weighed" : ": "}
      {shown.map(({ word, from, weight }, i) => (
        <span key={from}>
          {i > 0 && ", "}
          <bdi>{word}</bdi>{" "}
          <span class={weight < 0 ? "negative" : "positive"}>
            {formatNumber(weight, isWordList ? 0 : 1, {
              signDisplay: "exceptZero",
            })}
          </span>
        </span>
      ))}
    </p>
  );
}

/** How probable the sentiment of a post is. */
function shareOf({ sentiment, pPositive, pNegative }: WeightsProps): number {
  const [positive, negative] = [pPositive ?? 0, pNegative ?? 0];
  return { positive, negative, neutral: 1 - positive - negative }[sentiment];
}
