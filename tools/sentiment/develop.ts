import {
  type Agreement,
  lexiconSums,
  Model,
  type ModelFile,
  type ModelParameters,
  type Pair,
} from "../../domain/sentiment/model.ts";
import { type Reading, readText } from "../../domain/sentiment/reading.ts";
import { decide, toProbabilities } from "../../domain/sentiment/score.ts";
import { calibrate, type Calibration } from "./calibrate.ts";
import { agreementOf } from "./figures.ts";
import type { DataSets, LabelledPost } from "./labelled_posts.ts";
import { CLASSES, pack, round, type Sample, train } from "./trainer.ts";

/** What the posts that judge say of a model that was trained without them. */
export interface Development {
  /** By language. */
  readonly figures: ModelFile["dev"];
  readonly fallback: ModelFile["fallback"];
  /** Gives a model of the same settings the calibration that was found. */
  calibrate(parameters: ModelParameters): ModelParameters;
}

const NO_WORDS: ReadonlySet<string> = new Set();

/** A post that judges, read. */
interface Judge {
  readonly post: LabelledPost;
  readonly reading: Reading;
}

/** Trains on `samples` and judges by the posts that were held out. */
export function develop(
  { dev }: DataSets,
  samples: readonly Sample[],
): Development {
  const judges = dev.map((post) => ({
    post,
    reading: readText(post.text, NO_WORDS),
  }));
  const english = judges.filter(({ post }) => post.lang === "en");
  const others = judges.filter(({ post }) => post.lang !== "en");
  const packed = pack(train(samples));
  const raw = new Model(packed.bytes, packed.parameters);
  const fitted = calibrate(judge(english, raw));
  const offset = calibrate(judge(others, raw), fitted.temperature).offset;
  const adapt = (parameters: ModelParameters) =>
    adapted(parameters, fitted, offset);
  const model = new Model(packed.bytes, adapt(packed.parameters));
  const byLanguage = Map.groupBy(judges, ({ post }) => post.lang);
  return {
    figures: Object.fromEntries(
      Array.from(byLanguage, ([lang, own]) => [lang, figuresOf(own, model)]),
    ),
    fallback: fitFallback(english),
    calibrate: adapt,
  };
}

function judge(judges: readonly Judge[], model: Model) {
  return judges.map(({ post, reading }) => ({
    logits: model.logitsOf(reading, post.lang),
    label: CLASSES.indexOf(post.label),
  }));
}

/** An unknown language is taken for English, which most such posts are. */
function adapted(
  parameters: ModelParameters,
  { temperature, offset }: Calibration,
  others: Pair,
): ModelParameters {
  const biases = Object.entries(parameters.biases).map(([lang, [a, b]]) => {
    const [x, y] = lang === "en" ? offset : others;
    return [lang, round([a + x * temperature, b + y * temperature])] as const;
  });
  const all = Object.fromEntries(biases);
  return {
    ...parameters,
    biases: { ...all, und: all.en! },
    temperature: Math.round(temperature * 1e4) / 1e4,
  };
}

function figuresOf(judges: readonly Judge[], model: Model): Agreement {
  const decisions = judges.map(({ post, reading }) =>
    decide(toProbabilities(model.logitsOf(reading, post.lang)))
  );
  return agreementOf(decisions, judges.map(({ post }) => post.label));
}

/** Fits probabilities to the lexicon's score, so that its sign decides. */
function fitFallback(judges: readonly Judge[]): ModelFile["fallback"] {
  const scored = judges.map(({ post, reading }) => {
    const { score } = lexiconSums(reading);
    const label = CLASSES.indexOf(post.label);
    return { logits: [-score, score] as const, label };
  });
  const { temperature, offset: [a, b] } = calibrate(scored);
  const slope = Math.round(1e3 / temperature) / 1e3;
  const offset = Math.round(-1e3 * (a + b) / 2) / 1e3;
  return { slope, offset: Math.max(0.01, Math.min(offset, 0.9 * slope)) };
}
