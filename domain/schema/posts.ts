import * as v from "valibot";
import {
  about,
  count,
  list,
  shape,
  textOrNull,
  time,
  whole,
} from "./schema.ts";

// Posts: each shape once, for its type, its check and its JSON schema.

export const id = about(v.string(), "The source's own id.", "3mdq7yx2k");
export const source = about(
  v.string(),
  "`file`, `demo`, `x`, `bluesky` or `mastodon`.",
  "bluesky",
);
export const author = about(
  textOrNull,
  "As the source names it.",
  "ann.example",
);
export const lang = about(
  v.string(),
  "BCP 47; `und` if it is not known.",
  "en",
);
export const text = about(
  v.string(),
  "As its author wrote it.",
  "Good news for the climate",
);

const probability = v.nullable(
  v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
);

const sentiment = v.picklist(["positive", "neutral", "negative"]);

export const MarkSchema = about(
  v.pipe(v.strictTuple([count, count, whole]), v.readonly()),
  "A word: its start and end in UTF-16 units of the text, and its score.",
  [0, 4, 3],
);

export const QuotedPostSchema = shape("A post that another quotes.", {
  author: about(textOrNull, "As the source names it.", "bob.example"),
  text: about(v.string(), "As its author wrote it.", "The sea is warm"),
  score: about(
    whole,
    "Sum of the scores of its words, which the score of the quoting post leaves out.",
    0,
  ),
});

export const CardSchema = shape("A page that a post links to.", {
  title: about(v.string(), "Empty if it has none.", "Sea ice in July"),
  url: about(v.string(), "http or https.", "https://example.com/ice"),
});

export const PostContextSchema = shape(
  "What stands beside the text of a post: shown with it, but neither matched nor scored. X matches a quoted post too.",
  {
    quoted: v.exactOptional(v.lazy(() => QuotedPostSchema)),
    cards: v.exactOptional(list(v.lazy(() => CardSchema))),
    alts: v.exactOptional(
      about(list(v.string()), "Descriptions of its pictures.", ["An ice floe"]),
    ),
  },
);

/** How a post was scored. */
const scores = {
  sentiment: about(
    sentiment,
    "The likeliest by the probabilities; the sign of the score where there are none.",
  ),
  pNegative: about(
    probability,
    "How probable it is that the post is negative, in thousandths; null if the lexicon alone scored it.",
    0.064,
  ),
  pPositive: about(probability, "The same of positive.", 0.753),
  scorer: about(count, "The version of what scored it: 1 was the lexicon.", 2),
};

export const PostSchema = shape("A stored post.", {
  seq: about(count, "The order in which posts became visible.", 4_211),
  id,
  source,
  topic: about(v.string(), "Name of the topic that it matched.", "climate"),
  author,
  createdAt: time,
  text,
  lang,
  score: about(whole, "Sum of the scores of its words.", 3),
  ...scores,
  url: about(
    v.nullable(v.pipe(v.string(), v.url())),
    "Address of the original; http or https.",
    "https://bsky.app/profile/ann.example/post/3mdq7yx2k",
  ),
  marks: about(list(MarkSchema), "The words behind the score, in order."),
  kind: about(
    v.nullable(v.picklist(["post", "repost", "quote", "reply"])),
    "What it is to other posts; a reply that quotes is a `quote`. Null if it was stored before version 5 of the schema, which keeps it.",
    "post",
  ),
  context: v.exactOptional(v.lazy(() => PostContextSchema)),
});

/** A stored post as the API answers it. */
export type Post = v.InferOutput<typeof PostSchema>;

export const WeighedWordSchema = shape("A piece of a text that weighed.", {
  word: about(v.string(), "As written.", "not"),
  from: about(count, "Its start in UTF-16 units of the text.", 12),
  to: about(count, "Its end.", 15),
  weight: about(
    v.number(),
    "What it adds to the logarithm of the odds of positive to negative; of a post that the lexicon scored, its score.",
    -1.4,
  ),
});

export const PostWeightsSchema = shape(
  "Which words weighed in a post's score.",
  {
    seq: about(count, "That of the post.", 4_211),
    ...scores,
    words: about(
      list(v.lazy(() => WeighedWordSchema)),
      "Heaviest first, at most 50. A post is scored by all of its words together: they do not add up to its probabilities.",
    ),
  },
);

/** Which words weighed in a post's score. */
export type PostWeights = v.InferOutput<typeof PostWeightsSchema>;

export const PostPageSchema = shape("Some posts, newest first.", {
  posts: list(PostSchema),
  next: about(
    textOrNull,
    "The `before` of the next page; null if there is none. There may be more even if few or none were found.",
    "4211",
  ),
});
