import type { Language } from "../language.ts";
import { phrases } from "../phrases.ts";

/** Whole English posts by tone. */
export const englishPosts: Language["posts"] = {
  positive: phrases(`
    {thing} was {fine}. {upside}
    just finished {thing} and {glad}
    honestly, {thing} made my {span}
    {person} sent me {thing} and now I am all smiles
    if you need something {cheery} {when}, try {thing}
    can we talk about how {cheery} {thing} is?
    {thing} {where}: {fine}, start to end
    three good things {when}: {small}, {small} and {thing}
    did not expect to enjoy {thing} this much
    whoever made {thing}: thank you, it is {fine}
    {upside} And then {thing} as well. What a {span}!
    went in with low hopes, came out a fan. {thing} is {fine}
    {thing} again {when}, still {cheery}
    {person} was right about {thing}. {fine}, really
    best part of {day}? {thing}, easily
    give {thing} ten minutes. you will love it
    {thing} plus {small}, that is my idea of fun
    small win {when}: {thing} turned out {fine}
    so proud of {person}, who helped with {thing}
    I laughed out loud at {thing} {where}
    shout-out to the people behind {thing}, such {cheery} work
    {number} out of ten for {thing}, and I am not easy to please. great stuff
    my {span} in one word: {cheery}. the reason: {thing}
    recommend {thing} to anybody who likes {small}
    {person} and I both agree that {thing} is {fine}, which is rare
    I could talk about {thing} all {span}, it is that {cheery}
    finally got round to {thing}. {glad}
    from {where2}: {thing} is {fine} and the mood is {cheery}
    happy to report that {thing} works for {person} too
    all I wanted {when} was {small}, and I got {thing} as well. lucky me
  `),
  negative: phrases(`
    {thing} was {poor}. {downside}
    just gave up on {thing}, it is too {dreary}
    sorry, but {thing} spoiled my {span}
    {person} sent me {thing} and now I am {upset}
    does anyone else find {thing} {dreary}?
    I wanted to like {thing}. sadly it is {poor}
    {thing} {where}: {poor}, start to end
    three bad things {when}: {nuisance}, {nuisance} and {thing}
    tired of {thing} already, and it is only {day}
    waited {number} minutes for {thing}. {downside}
    {downside} And then {thing} as well. What an awful {span}
    {thing} again {when}, still {dreary}
    {person} warned me about {thing}. {poor}, really
    worst part of {day}? {thing}, easily
    {thing} plus {nuisance}, that is how to ruin a {span}
    my {span} in one word: {dreary}. the reason: {thing}
    can somebody fix {thing}? it has been broken since {day}
    {number} out of twenty for {thing}, and that was rounded up. boring
    I regret telling {person} about {thing}
    what a waste of a {span}: {thing} was {poor}
    lost {number} minutes to {thing} {where}, never again
    unpopular view: {thing} is {dreary} and a bit {dreary2}
    the sound in {thing} was terrible, could not follow it {where}
    {thing} just got cancelled. I am {upset}
    not angry about {thing}, just disappointed
    {person} hates it when I bring up {thing}, and after {day} I see why
    {nuisance} first, {thing} next. how is it only {day}?
    from {where2}: {thing} is {poor} and everybody is {upset}
    no idea what went wrong with {thing}, but it is {poor}
    I worry that {thing} will be {dreary} {when} too
  `),
  neutral: phrases(`
    does anybody know when {thing} starts {when}?
    {thing} {where} {when}, then back to work
    bookmarking {thing} for {day}
    reading up on {thing} {when}, notes to follow
    {person} asked me about {thing} {when}
    so {thing} moved to {day}, {clock}
    poll: {thing} or {small}?
    {clock}, {where}. {thing} is on
    part {number} of {many} on {thing}, the rest on {day}
    anyone from {where2} going to {thing} {when}?
    what did {person} say about {thing} again?
    {person} is on the way to {thing}, I stay {where}
    {number} people {where} and all of them talk about {thing}
    we compared {thing} with last year's. about the same
    is {thing} on {day} or {day}? the page says both
    listening to {thing} {where}, more {when}
    first {small}, then {thing}. that is the plan for {when}
    {thing} takes {number} minutes, in case you wonder
    seen {where}: {person}, {small}, and {thing}
    looking for a copy of {thing}, near {where2} if possible
    who is behind {thing}? asking for {person}
    {person} put {thing} on the list for {day}
    second time {when} that somebody mentions {thing}
    {thing} begins at {clock}, doors open {number} minutes before
    I have seen {thing} in {number} places {when}
    quick question about {thing}: which version do you have?
    {where2} reporting: {thing} is still where it was
    switched from {small} to {thing} {when}
    note to self: {thing}, {day}, {clock}
    how long is {thing}? {person} says {number} minutes, the poster says {number}
  `),
};
