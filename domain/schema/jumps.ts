import * as v from "valibot";
import { about, count, list, shape } from "./schema.ts";

// What stood out of a time, and why.

const seconds = v.number();

export const JumpTermSchema = shape("A term that sets its posts apart.", {
  kind: about(v.string(), "As the `kind` of `/api/terms`.", "hashtag"),
  term: about(v.string(), "In the form in which it is counted.", "ocean"),
  count: about(count, "Posts that hold it.", 41),
  before: about(count, "Posts that held it in the time before.", 3),
});

export const JumpReasonsSchema = shape("What its posts were about.", {
  words: about(
    list(v.lazy(() => JumpTermSchema)),
    "Words, tags, names and emoji that are more frequent than in the time before, clearest first.",
  ),
  sites: about(
    list(v.lazy(() => JumpTermSchema)),
    "Hosts of links, likewise.",
  ),
  repeated: about(
    v.nullable(shape("A text and how often it was posted.", {
      text: about(v.string(), "As written first.", "The sea is rising"),
      count: about(count, "Posts.", 41),
      source: about(v.string(), "Where it was posted first.", "bluesky"),
    })),
    "The text that most posts repeat, without `RT @name:` and links; null if none is there twice.",
  ),
  authors: about(
    v.nullable(shape("Who wrote the posts.", {
      authors: about(count, "Different authors.", 37),
      share: about(v.number(), "Of posts by the ten busiest, 0 to 1.", 0.41),
    })),
    "Null if no author is known.",
  ),
  examined: about(
    count,
    "Posts that were read for `repeated` and `authors`: the first of them, 1,000 at most.",
    110,
  ),
});

export const JumpSchema = shape("A time that stood out.", {
  from: about(seconds, "Its start, in seconds since 1970.", 1_769_860_800),
  to: about(seconds, "Its end.", 1_769_864_400),
  at: about(
    seconds,
    "Start of its bucket that stands out most.",
    1_769_860_800,
  ),
  posts: about(count, "Its posts.", 110),
  usual: about(v.number(), "Posts that are usual in as much time.", 18),
  volume: about(v.boolean(), "Whether there were more posts than usual."),
  mood: about(
    v.nullable(shape("An unusual mood.", {
      mean: about(v.number(), "Net mood of the posts, -100 to 100.", -31.5),
      usual: about(v.number(), "That of the time before.", 4.2),
      at: about(seconds, "Start of the bucket of that mood.", 1_769_860_800),
    })),
    "Null if the mood was as usual.",
  ),
  strength: about(
    v.number(),
    "How far it stands out, in spreads of the time before; 4 or more.",
    11.2,
  ),
  reasons: about(v.lazy(() => JumpReasonsSchema), "What its posts were about."),
});

export const JumpsAnswerSchema = shape("What stood out of a time.", {
  topic: about(v.string(), "Name of the topic.", "climate"),
  step: about(count, "Seconds that a bucket spans.", 3_600),
  jumps: about(
    list(v.lazy(() => JumpSchema)),
    "The five that stand out most, oldest first.",
  ),
});

/** A time that stood out, and why. */
export type Jump = v.InferOutput<typeof JumpSchema>;

/** What the posts of a jump were about. */
export type JumpReasons = v.InferOutput<typeof JumpReasonsSchema>;
