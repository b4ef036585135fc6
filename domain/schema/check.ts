import * as v from "valibot";
import { about, count, list, numberOrNull, shape, time } from "./schema.ts";

// What readers found when they checked a topic.

const seconds = v.number();

export const ShareSchema = shape("A share with its 95 % interval.", {
  share: about(v.number(), "0 to 1.", 0.41),
  low: about(v.number(), "The least that it may be.", 0.35),
  high: about(v.number(), "The most that it may be.", 0.47),
});

export const SharesSchema = shape("Shares of posts by their mood.", {
  positive: v.lazy(() => ShareSchema),
  neutral: v.lazy(() => ShareSchema),
  negative: v.lazy(() => ShareSchema),
});

const labels = shape("Labels by what readers chose.", {
  positive: about(count, "Labels.", 18),
  neutral: about(count, "Labels.", 7),
  negative: about(count, "Labels.", 2),
});

export const CheckSchema = shape("What readers found in random posts.", {
  from: about(seconds, "Start of the checked time.", 1_769_774_400),
  to: about(seconds, "Its end; exclusive.", 1_769_860_800),
  posts: about(count, "Posts of that time; of many, about.", 5_321),
  startedAt: time,
  labelledAt: about(time, "When the newest label was given."),
  size: about(count, "Posts to label.", 100),
  labelled: about(count, "Posts that were labelled, not skipped.", 97),
  readers: about(count, "Who labelled them.", 2),
  scorer: about(count, "Version of the scorer that was checked.", 2),
  outdated: about(
    list(v.picklist(["scorer", "query", "words", "posts"])),
    "Why it does not hold any more: another scorer, query or words without mood, or many more posts since. Empty if it holds.",
    [],
  ),
  shares: about(
    v.lazy(() => SharesSchema),
    "By the labels, with the scorer's help.",
  ),
  scored: about(
    v.lazy(() => SharesSchema),
    "By the scorer's decisions alone, of 500 random posts.",
  ),
  agreement: about(
    numberOrNull,
    "Krippendorff's alpha of the readers; null unless two labelled the same posts.",
    0.71,
  ),
  confusion: about(
    shape("Labels by what the scorer decided.", {
      positive: labels,
      neutral: labels,
      negative: labels,
    }),
    "How scorer and readers differ.",
  ),
});

export const CheckAnswerSchema = shape("The newest check of a topic.", {
  topic: about(v.string(), "Name of the topic.", "climate"),
  check: about(
    v.nullable(v.lazy(() => CheckSchema)),
    "The newest with 30 labelled posts or more; null if there is none.",
  ),
  asked: about(
    v.nullable(shape("Shares of the time that was asked for.", {
      from: about(seconds, "Its start.", 1_769_860_800),
      to: about(seconds, "Its end; exclusive.", 1_769_864_400),
      shares: about(
        v.lazy(() => SharesSchema),
        "As the check corrects what the scorer says of random posts of that time.",
      ),
    })),
    "Null if no time was asked for, it has no posts, or no check holds.",
  ),
});

export const LabelsAnswerSchema = shape("Labels of a topic's newest check.", {
  topic: about(v.string(), "Name of the topic.", "climate"),
  labels: list(v.lazy(() => LabelSchema)),
});

export const LabelSchema = shape("One reader's label of a post.", {
  place: about(count, "Number of the post in the check, from 0.", 0),
  source: about(
    v.nullable(v.string()),
    "Where it was posted; null if it is not stored any more.",
    "bluesky",
  ),
  id: about(v.nullable(v.string()), "The source's own id, likewise.", "3kx"),
  reader: about(count, "Number of the reader, from 1.", 1),
  label: about(
    v.picklist(["positive", "neutral", "negative", "skip"]),
    "What the reader chose.",
  ),
  labelledAt: time,
  decision: about(
    v.picklist(["positive", "neutral", "negative"]),
    "What the scorer decided.",
  ),
  pPositive: about(v.number(), "The scorer's probabilities.", 0.12),
  pNeutral: v.number(),
  pNegative: v.number(),
});

/** One reader's label, as it is exported. */
export type ExportedLabel = v.InferOutput<typeof LabelSchema>;
