import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { BITS, LEXICON_VALUE, lexiconRows, SCALE, VALUES } from "./features.ts";
import { READ_LANGUAGES } from "./languages.ts";
import {
  checkWeights,
  eachFeature,
  encodeWeight,
  lexiconSums,
  Model,
  MODEL_FILE,
  openModel,
  type Pair,
  SCORER_VERSION,
} from "./model.ts";
import { readText } from "./reading.ts";

const TEXTS = [
  "",
  "Gas by my house hit $3.39!!!! I’m going to Chapel Hill on Sat. :)",
  "@ann don't you EVER say that again… sooooo sad 😢 #fail https://t.co/x",
  "Das war nicht gut, aber schön war's doch; trotzdem: danke!",
  "मुझे यह फिल्म बहुत पसंद आई ❤️ #cinema",
  "not good not_bad -_- (: $RIG www.example.com well-being &amp; 42",
];
const NONE: ReadonlySet<string> = new Set();
const bytes = readFileSync(new URL("./model.bin", import.meta.url));

/** What the trainer multiplies, with the weights of the file. */
function trainersLogits(text: string, lang: string): Pair {
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const decode = (slot: number) => {
    const share = weights[slot]! / 127;
    return share * Math.abs(share) * MODEL_FILE.max;
  };
  const reading = readText(text, NONE);
  const sums = [0, 0];
  let squares = 0;
  eachFeature(reading, (group, hash) => {
    const slot = (hash >>> (32 - BITS)) * 2;
    for (const c of [0, 1]) sums[c]! += decode(slot + c) * VALUES[group];
    squares += VALUES[group] ** 2;
  });
  const rows = lexiconRows(lexiconSums(reading));
  return [0, 1].map((c) => {
    const lexicon = rows.reduce(
      (sum, row) => sum + MODEL_FILE.lexicon[row]![c]! * LEXICON_VALUE,
      0,
    );
    const bias = MODEL_FILE.biases[lang]![c]!;
    return (sums[c]! * SCALE / Math.sqrt(squares) + lexicon + bias) /
      MODEL_FILE.temperature;
  }) as unknown as Pair;
}

for (const text of TEXTS) {
  Deno.test(`Model adds up the features that the trainer saw in ${JSON.stringify(text)}`, () => {
    for (const lang of Object.keys(MODEL_FILE.biases)) {
      const expected = trainersLogits(text, lang);
      const actual = openModel().logitsOf(readText(text, NONE), lang);
      for (const c of [0, 1] as const) {
        ok(Math.abs(actual[c] - expected[c]) < 1e-9, `${actual} ${expected}`);
      }
    }
  });
}

/** Number of features, and a digest of their groups and hashes, in order. */
function digestOf(text: string): string {
  const digest = createHash("sha256");
  let count = 0;
  eachFeature(readText(text, NONE), (group, hash) => {
    digest.update(`${group} ${hash}\n`);
    count++;
  });
  return `${count} ${digest.digest("hex").slice(0, 12)}`;
}

Deno.test("eachFeature() gives the features that the model in use was trained on", () => {
  deepStrictEqual(TEXTS.map(digestOf), GOLDEN);
});

/** If they must change: raise SCORER_VERSION, and run `deno task train:sentiment`. */
const GOLDEN = [
  "5 ee74120d2612",
  "113 847453fb3877",
  "107 f0edc0c9a4eb",
  "138 d5850e4a4dff",
  "76 5635a6ef1e71",
  "83 0f42b7c9f59e",
];

Deno.test("model.bin is the file that model.json describes", () => {
  strictEqual(bytes.length, 2 << BITS);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  strictEqual(sha256, MODEL_FILE.sha256);
  strictEqual(MODEL_FILE.version, SCORER_VERSION);
  strictEqual(MODEL_FILE.bits, BITS);
});

Deno.test("checkWeights() refuses another file", () => {
  const other = Uint8Array.from(bytes);
  other[1_000]! ^= 1;
  throws(() => checkWeights(other), /Cannot read .*model\.bin: its SHA-256/);
});

Deno.test("the model has a bias for each language that it reads, and for an unknown one", () => {
  deepStrictEqual(
    Object.keys(MODEL_FILE.biases).sort(),
    [...READ_LANGUAGES, "und"].sort(),
  );
});

Deno.test("Model keeps the weights of one model apart from those of another", () => {
  const zero = new Model(new Int8Array(2 << BITS), MODEL_FILE);
  const reading = readText("what a wonderful day", NONE);
  const first = openModel().logitsOf(reading, "en");
  const other = zero.logitsOf(reading, "en");
  ok(Math.abs(first[1] - other[1]) > 0.5);
  deepStrictEqual(openModel().logitsOf(reading, "en"), first);
});

Deno.test("encodeWeight() keeps the sign and three digits of small weights", () => {
  strictEqual(encodeWeight(1, 1), 127);
  strictEqual(encodeWeight(-1, 1), -127);
  strictEqual(encodeWeight(0, 1), 0);
  strictEqual(encodeWeight(0.0001, 1), 1);
});
