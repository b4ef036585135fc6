/**
 * Trains the scorer's model and writes `model.bin` and `model.json`. First it trains
 * without the posts that judge, for the figures and the calibration; then on all.
 * The same data gives the same bytes.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { BITS } from "../domain/sentiment/features.ts";
import { type ModelFile, SCORER_VERSION } from "../domain/sentiment/model.ts";
import { readDataSets, SETS, SHARED_DATA } from "./sentiment/labelled_posts.ts";
import { develop } from "./sentiment/develop.ts";
import { pack, SETTINGS, toSample, train } from "./sentiment/trainer.ts";

const FOLDER = new URL("../domain/sentiment/", import.meta.url);

const { values: { data } } = parseArgs({
  options: { data: { type: "string", default: SHARED_DATA } },
});

const sets = readDataSets(data);
const samples = {
  train: sets.train.map(toSample),
  dev: sets.dev.map(toSample),
};
const dev = develop(sets, samples.train);
const { bytes, parameters } = pack(
  train([...samples.train, ...samples.dev]),
);

const file: ModelFile = {
  version: SCORER_VERSION,
  bits: BITS,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  trainedOn: {
    sets: [SETS.semeval, SETS.languages],
    posts: samples.train.length + samples.dev.length,
    settings: SETTINGS,
  },
  dev: dev.figures,
  ...dev.calibrate(parameters),
  fallback: dev.fallback,
};
writeFileSync(new URL("model.bin", FOLDER), bytes);
writeFileSync(
  new URL("model.json", FOLDER),
  `${
    JSON.stringify(file, null, 2).replace(
      /\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]/g,
      "[$1, $2]",
    )
  }\n`,
);
for (const [name, figures] of Object.entries(dev.figures)) {
  // deno-lint-ignore no-console
  console.log(name, JSON.stringify(figures));
}
