import type { Pair } from "../../domain/sentiment/model.ts";
import { softmax } from "./trainer.ts";

/** A text's logits against neutral, and its class: 0 negative, 1 neutral, 2 positive. */
export interface Judged {
  readonly logits: Pair;
  readonly label: number;
}

/** What turns logits into probabilities: `logit / temperature + offset`. */
export interface Calibration {
  readonly temperature: number;
  readonly offset: Pair;
}

const STEPS = 400;
const RATE = 0.5;

/**
 * Fits a calibration by likelihood, all classes counting the same.
 *
 * @param given A temperature that is kept; only the offset is fitted then.
 */
export function calibrate(
  judged: readonly Judged[],
  given?: number,
): Calibration {
  const shares = [0, 1, 2].map((c) =>
    1 / (3 * Math.max(1, judged.filter(({ label }) => label === c).length))
  );
  let slope = given === undefined ? 1 : 1 / given;
  let [a, b] = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    let [ds, da, db] = [0, 0, 0];
    for (const { logits: [x, y], label } of judged) {
      const [p, , q] = softmax([slope * x + a, 0, slope * y + b]);
      const negative = (p! - (label === 0 ? 1 : 0)) * shares[label]!;
      const positive = (q! - (label === 2 ? 1 : 0)) * shares[label]!;
      da += negative;
      db += positive;
      ds += negative * x + positive * y;
    }
    if (given === undefined) slope -= RATE * ds;
    a -= RATE * da;
    b -= RATE * db;
  }
  return { temperature: 1 / slope, offset: [a, b] };
}
