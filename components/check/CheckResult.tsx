import type { VNode } from "preact";
import { MOODS } from "../../domain/check/estimate.ts";
import { formatCount, formatPercent } from "../../domain/format/numbers.ts";
import { MOOD_SHAPES } from "../elements/Shares.tsx";
import {
  describeAgreement,
  describeCheck,
  type Difference,
  formatInterval,
  formatSpanOf,
  type ResultView,
} from "./check.ts";

const NAMES = {
  positive: "Positive",
  neutral: "Neutral",
  negative: "Negative",
} as const;

/** What readers found. */
export function CheckResult({ result }: { result: ResultView }): VNode {
  const { agreement, readers, differences } = result;
  return (
    <section class="found" aria-labelledby="result">
      <h2 id="result">Result</h2>
      <p>{describeCheck(result)}</p>
      <p class="note">Posts of {formatSpanOf(result)}</p>
      <ShareTable {...result} />
      <p class="note">
        The interval holds the true share in 95 % of checks. The scorer alone is
        often off by ten points or more.
      </p>
      {agreement !== null && <p>{describeAgreement(agreement)}</p>}
      {agreement === null && readers < 2 && (
        <p class="note">
          A second reader of the same posts would show how far people agree.
        </p>
      )}
      <ConfusionTable {...result} />
      {differences.length > 0 && (
        <>
          <h3>Where they differ most</h3>
          <ul class="differences">
            {differences.map((one, i) => (
              <li key={i}>
                <DifferenceItem {...one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function ShareTable(
  { shares, scored }: Pick<ResultView, "shares" | "scored">,
): VNode {
  return (
    <table>
      <caption class="unseen">
        Shares of posts by readers and the scorer
      </caption>
      <thead>
        <tr>
          <th scope="col">Share</th>
          <th scope="col">By readers</th>
          <th scope="col">95 % interval</th>
          <th scope="col">By the scorer</th>
        </tr>
      </thead>
      <tbody>
        {MOODS.map((mood) => (
          <tr key={mood}>
            <th scope="row">
              <span class={mood} aria-hidden="true">{MOOD_SHAPES[mood]}</span>
              {" "}
              {NAMES[mood]}
            </th>
            <td>
              <b>{formatPercent(shares[mood].share, 1)}</b>
            </td>
            <td>{formatInterval(shares[mood])}</td>
            <td>{formatPercent(scored[mood].share, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ConfusionTable({ confusion }: Pick<ResultView, "confusion">): VNode {
  return (
    <table class="confusion">
      <caption>Labels by what the scorer decided</caption>
      <thead>
        <tr>
          <th scope="col">Scorer</th>
          {MOODS.map((mood) => (
            <th key={mood} scope="col">
              <span class="unseen">Readers:</span> {NAMES[mood]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {MOODS.map((decision) => (
          <tr key={decision}>
            <th scope="row">{NAMES[decision]}</th>
            {MOODS.map((label) => (
              <td key={label} class={label === decision ? "same" : undefined}>
                {formatCount(confusion[decision][label])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DifferenceItem({ text, decision, p, labels }: Difference): VNode {
  return (
    <>
      <p class="text" dir="auto">{text ?? "Not stored any more"}</p>
      <p class="by">
        <span>
          Scorer:{" "}
          <span class={decision} aria-hidden="true">
            {MOOD_SHAPES[decision]}
          </span>{" "}
          {decision}, {formatPercent(p[decision], 1)}
        </span>
        <span>
          {labels.length === 1 ? "Reader" : "Readers"}:{" "}
          {labels.map((label, i) => (
            <span key={i}>
              <span class={label} aria-hidden="true">
                {MOOD_SHAPES[label]}
              </span>{" "}
              {label}
              {i < labels.length - 1 && ", "}
            </span>
          ))}
        </span>
      </p>
    </>
  );
}
