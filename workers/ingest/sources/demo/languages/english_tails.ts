import type { Language } from "../language.ts";
import { phrases } from "../phrases.ts";

/** Second English sentences by tone. */
export const englishTails: Language["tails"] = {
  positive: phrases(`
    {upside}
    More of this, please.
    {person} loved it too.
    Thanks to {person} for the tip!
    Already looking forward to {day}.
    Made me smile {where}.
    Would do it again {when}.
    Such a treat.
    {person} says hello, also smiling.
    What a nice surprise.
    It even came with {small}.
    Pure joy.
    My {span} is saved.
    Worth every one of the {number} minutes.
    Sharing it with {person} now.
    I am impressed.
  `),
  negative: phrases(`
    {downside}
    Never again.
    {person} was not pleased either.
    I blame {nuisance}.
    Now I am {upset}.
    Not my {span}.
    {number} minutes I will not get back. Sad.
    Even {small} could not save it.
    And {nuisance} did not help.
    What a mess.
    {person} left early, bored.
    Please fix this before {day}.
    Could have been {small} instead. Pity.
    That hurt a little.
    Still annoyed {where}.
    The problem is not new, either.
  `),
  neutral: phrases(`
    More on {day}.
    See you {where2}.
    {person} may know.
    It is {clock} now.
    Then {small}.
    Details at {clock}.
    {number} of us so far.
    Ask me again on {day}.
    Same place as on {day}.
    Let me know.
    {person} has the other half.
    I will check {when}.
    That is all from {where2}.
    As seen {where}.
    Notes in the next post.
    Page {number} of {many}.
  `),
};
