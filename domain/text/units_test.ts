import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { foldText, graphemesOf } from "./tokens.ts";
import { unitsOf } from "./units.ts";

const LETTERS =
  "東|京|ア|ー|々|〇|ก|กำ|เ|า|ท่|น้ำ|ລ|ລຳ|ວີ|ខ|ខ្ម|ណែ|န|မေ|န်|နု|서|울|각|ab|1| |ハ\u3099|、|😀|é"
    .split("|");

Deno.test("unitsOf() never splits what a reader sees as one letter", () => {
  const texts = fc.array(fc.constantFrom(...LETTERS), { maxLength: 12 })
    .map((letters) => foldText(letters.join("")));
  fc.assert(
    fc.property(texts, (text) => {
      const borders = new Set([0]);
      for (const it of graphemesOf(text)) {
        borders.add(Math.max(...borders) + it.length);
      }
      let at = 0;
      for (const unit of unitsOf(text)?.texts ?? []) {
        at = text.indexOf(unit, at);
        ok(borders.has(at), JSON.stringify([text, unit]));
        at += unit.length;
      }
    }),
    { numRuns: 5_000 },
  );
});

const CASES: Record<string, string[] | null> = {
  "good morning, été": null,
  "😀 ❤️": null,
  "ไม่": ["ไ", "ม่"],
  "น้ำ ນ້ຳ": ["น้ำ", "ນ້ຳ"],
  "ភ្នំពេញ": ["ភ្នំ", "ពេ", "ញ"],
  "葛\u{E0100}城": ["葛\u{E0100}", "城"],
  "𠮷野家": ["𠮷", "野", "家"],
  "BTS는 2024년": ["bts", "는", "2024", "년"],
  "๒๕๖๗ปี": ["๒๕๖๗", "ปี"],
  "東京_2020": ["東", "京", "_2020"],
};
for (const [text, units] of Object.entries(CASES)) {
  Deno.test(`unitsOf() reads ${JSON.stringify(text)} as ${units}`, () => {
    deepStrictEqual(unitsOf(foldText(text))?.texts ?? null, units);
  });
}

Deno.test("unitsOf() takes a place where a line can break for no end of a word", () => {
  strictEqual(unitsOf("ภ\u200Bย")!.starts.size, 1);
  strictEqual(unitsOf("ภ ย")!.starts.size, 2);
  strictEqual(unitsOf("ภ\u200B1")!.starts.size, 2);
});
