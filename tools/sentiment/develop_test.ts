import { deepStrictEqual, ok } from "node:assert/strict";
import { Model, MODEL_FILE } from "../../domain/sentiment/model.ts";
import { LEXICON } from "../../domain/sentiment/lexicon.ts";
import { readText } from "../../domain/sentiment/reading.ts";
import { decide, toProbabilities } from "../../domain/sentiment/score.ts";
import { develop } from "./develop.ts";
import {
  type DataSets,
  dropRepeated,
  type LabelledPost,
  readDataSets,
  SHARED_DATA,
} from "./labelled_posts.ts";
import { pack, toSample, train } from "./trainer.ts";

/** The posts beside the repository; null where they are not here, which the terminal says. */
function readShared(): DataSets | null {
  try {
    return readDataSets(SHARED_DATA);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    // deno-lint-ignore no-console
    console.log(
      "labelled posts are not here: the model's dev figures are NOT checked",
    );
    return null;
  }
}

Deno.test("develop() finds the figures of model.json again, and they are good enough", () => {
  const sets = readShared();
  if (sets) {
    const { figures } = develop(sets, sets.train.map(toSample));
    deepStrictEqual(figures, MODEL_FILE.dev);
  }
  const { macroF1, macroRecall } = MODEL_FILE.dev.en!;
  ok(macroRecall >= 0.645, `macro-recall is ${macroRecall}`);
  ok(macroF1 >= 0.605, `macro-F1 is ${macroF1}`);
});

/** Posts whose mood is that of one word. */
const MADE_UP: LabelledPost[] = Array.from(LEXICON)
  .filter(([word]) => /^[a-z]{4,}$/.test(word))
  .flatMap(([word, score], i): LabelledPost[] => [
    {
      text: `today is ${word} for ${i % 7} of us`,
      lang: "en",
      label: score > 0 ? "positive" : "negative",
      split: "",
    },
    {
      text: `today is day ${i} of us`,
      lang: "en",
      label: "neutral",
      split: "",
    },
  ]).slice(0, 1_500);

Deno.test("train() learns, and the same from the same posts", () => {
  const samples = MADE_UP.map(toSample);
  const [one, two] = [pack(train(samples)), pack(train(samples))];
  deepStrictEqual(one, two);
  const model = new Model(one.bytes, one.parameters);
  const right = MADE_UP.filter(({ text, label }) => {
    const logits = model.logitsOf(readText(text, new Set()), "en");
    return decide(toProbabilities(logits)) === label;
  });
  ok(right.length > 0.95 * MADE_UP.length, `${right.length} are right`);
});

Deno.test("dropRepeated() drops what differs by case, links, mentions and punctuation", () => {
  const post = (text: string) => ({ ...MADE_UP[0]!, text });
  const texts = ["So good! @ann", "so GOOD https://t.co/x", "so good now"];
  deepStrictEqual(
    dropRepeated(texts.map(post)).map(({ text }) => text),
    ["So good! @ann", "so good now"],
  );
});
