import { ok } from "node:assert/strict";
import type { Language } from "./language.ts";
import { languages } from "./languages.ts";

function phrasesOf(language: Language): string[] {
  const { posts, tails, things, about, slots } = language;
  const lists = [posts, tails, slots].flatMap((table) => Object.values(table));
  return [...lists.flat(), ...things, ...about];
}

for (const [code, language] of Object.entries<Language>(languages)) {
  Deno.test(`languages.${code} names only lists that it has`, () => {
    for (const phrase of phrasesOf(language)) {
      for (const [, name] of phrase.matchAll(/\{([^}]*)\}/g)) {
        ok(name === "thing" || Object.hasOwn(language.slots, name!), phrase);
      }
    }
  });

  Deno.test(`languages.${code} has something to say in every tone`, () => {
    for (const tone of ["positive", "negative", "neutral"] as const) {
      ok(language.posts[tone].length >= 4 && language.tails[tone].length >= 3);
      ok(language.posts[tone].every((post) => post.includes("{thing}")));
    }
    ok(language.about.every((about) => about.includes("<word>")));
    ok(language.things.every((thing) => !thing.includes("<word>")));
  });
}
