import type { Assignment } from "./assignment.ts";
import { createDeck } from "./deck.ts";
import { fill } from "./fill.ts";
import { languages } from "./languages.ts";
import type { Random } from "./random.ts";
import { decorate } from "./writer.ts";

const TAIL_SHARE = 0.4;
const LOWER_CASE_SHARE = 0.12;

/** Creates a writer of posts; what it draws from, it does not soon draw again. */
export function createTextWriter(
  random: Random,
): (assignment: Assignment) => string {
  const draw = createDeck(random.fork());

  return (assignment) => {
    const { lang, tone, words } = assignment;
    const { posts, tails, things, about, and, stop, slots } = languages[lang];
    const grammar = { ...slots, thing: words.length > 0 ? about : things };

    let text = fill(grammar, draw(posts[tone]), draw);
    if (random.chance(TAIL_SHARE)) {
      const end = /[\p{L}\p{N}>]$/u.test(text) ? stop : " ";
      text += end + fill(grammar, draw(tails[tone]), draw);
    }
    if (!random.chance(LOWER_CASE_SHARE)) text = capitalize(text);
    const names = words.map((word) => nameOf(word, random));
    text = insert(text, names.join(` ${draw(and)} `));
    return decorate(text, assignment, random);
  };
}

function capitalize(text: string): string {
  return text.replace(
    /(^[¿¡]?|[.!?] [¿¡]?)(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** A word as people write it: now and then with a capital, or as a hashtag. */
function nameOf(word: string, random: Random): string {
  if (!/^[a-z][\p{L}\p{N}_]*$/u.test(word)) return word;
  if (random.chance(0.1)) return `#${word}`;
  return random.chance(0.5) ? word[0]!.toUpperCase() + word.slice(1) : word;
}

/** Puts the name in its places, where it must stay a token of its own. */
function insert(text: string, name: string): string {
  return text.replace(
    /([\p{L}\p{M}\p{N}_])?<word>/gu,
    (_, before?: string) => before === undefined ? name : `${before} ${name}`,
  );
}
