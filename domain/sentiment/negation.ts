import { CONTEXTS } from "./lexicon_changes.ts";

/** Stands between two words that do not belong together. */
export const BREAK = "|";

/** Best on the train splits; 1, 3 and 4 words were worse. */
const REACH = 2;

const NEGATORS = new Set(
  ("not never no nobody nothing neither nor none cannot without cant dont wont " +
    "isnt arent wasnt werent doesnt didnt couldnt shouldnt wouldnt hasnt havent " +
    "hadnt aint").split(" "),
);

/**
 * Scores a word by the words before it: `not very good` is bad.
 *
 * It is a `scoringStrategy` of the package `sentiment`.
 *
 * @param words Folded words of a post, with {@linkcode BREAK}s.
 * @param at Which of them to score.
 * @param score What the lexicon says of it.
 */
export function scoreInContext(
  words: readonly string[],
  at: number,
  score: number,
): number {
  const word = words[at]!;
  if (!/^\w/.test(word)) return score; // nobody negates an emoji
  const context = CONTEXTS.get(word);
  if (context && !context.has(words[at - 1] ?? BREAK)) return 0;
  for (let i = at - 1; i >= 0 && i >= at - REACH; i--) {
    const before = words[i]!;
    if (before === BREAK) return score;
    if (NEGATORS.has(before) || before.endsWith("n't")) return -score;
  }
  return score;
}
