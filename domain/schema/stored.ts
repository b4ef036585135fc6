import * as v from "valibot";
import { CALENDAR_UNITS } from "../time/calendar.ts";
import { MOOD_WORDS } from "../format/mood.ts";
import { isSlug, SLUG_RULE } from "../text/slug.ts";
import {
  about,
  count,
  countOrNull,
  list,
  map,
  numberOrNull,
  shape,
  textOrNull,
  time,
  whole,
} from "./schema.ts";

// Topics, posts and counts: each shape once, for its type, its check and its
// JSON schema. Messages complete "`field` must be …".

const slug = v.pipe(v.string(SLUG_RULE), v.check(isSlug, SLUG_RULE));
const color = v.pipe(
  v.string("written as #rrggbb"),
  v.regex(/^#[0-9A-Fa-f]{6}$/, "written as #rrggbb"),
  v.examples(["#009E73"]),
);
const query = about(
  v.string("a text"),
  "What posts must say, such as `climate (change OR crisis) -ad`.",
  "climate OR warming",
);
const active = about(
  v.boolean("true or false"),
  "Whether new posts are collected.",
);

const TITLE_RULE = "a line of at most 100 characters, or null";
const DESCRIPTION_RULE = "a text of at most 1000 characters, or null";
const title = v.exactOptional(about(
  v.nullable(v.pipe(
    v.string(TITLE_RULE),
    v.maxLength(100, TITLE_RULE),
    v.check((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), TITLE_RULE),
  )),
  "Its page's heading; null or empty for none.",
  "Climate change",
));
const description = v.exactOptional(about(
  v.nullable(v.pipe(
    v.string(DESCRIPTION_RULE),
    v.maxLength(1_000, DESCRIPTION_RULE),
    v.check((text) => !/[^\P{Cc}\n\r\t]/u.test(text), DESCRIPTION_RULE),
  )),
  "A paragraph on its page; null or empty for none.",
  "Posts about the climate and how it changes.",
));

const IGNORED_RULE =
  "a list of at most 100 words or emoji, each of at most 64 characters";
const ignored = v.exactOptional(about(
  v.pipe(
    v.array(v.string(IGNORED_RULE), IGNORED_RULE),
    v.maxLength(100, IGNORED_RULE),
    v.readonly(),
  ),
  "Words without mood here.",
  ["share"],
));

const warnings = v.exactOptional(about(
  list(v.string()),
  "Sources that cannot answer a part of the query, and why.",
  ["X names people such as from:ann: none of its posts can match from:a.b"],
));

export const TopicSchema = shape("A tracked topic.", {
  slug: about(v.string(), "Its name in addresses.", "climate"),
  query,
  color,
  active,
  title,
  description,
  ignored,
  posts: about(count, "Posts stored so far.", 20_761),
  lastPostAt: about(v.nullable(time), "The newest post's own time."),
  warnings,
});

export const TopicAboutSchema = shape("The part of a topic that may change.", {
  query,
  color,
  active,
});

export const NewTopicSchema = shape("A topic to be added.", {
  slug: v.exactOptional(
    about(
      slug,
      "Its name; without it the topic is named after its query.",
      "climate",
    ),
  ),
  query,
  color: v.exactOptional(color),
  title,
  description,
  ignored,
  fill: v.exactOptional(about(
    v.boolean("true or false"),
    "Whether it takes stored posts that match.",
  )),
});

export const TopicChangeSchema = v.pipe(
  v.object({
    query: v.exactOptional(query),
    color: v.exactOptional(color),
    active: v.exactOptional(active),
    title,
    description,
    ignored,
  }),
  v.minEntries(1),
  v.readonly(),
  v.description("Changes to a topic."),
);

export const RemovalSchema = shape("What became of a topic.", {
  slug: about(v.string(), "Its name.", "climate"),
  posts: about(count, "Posts that it held.", 20_761),
  purged: about(v.boolean(), "Whether they were deleted."),
});

export const QueryTextSchema = shape("A query to be tried.", { query });

const id = about(v.string(), "The source's own id.", "3mdq7yx2k");
const source = about(
  v.string(),
  "`file`, `demo`, `x`, `bluesky` or `mastodon`.",
  "bluesky",
);
const author = about(textOrNull, "As the source names it.", "ann.example");
const lang = about(v.string(), "BCP 47; `und` if it is not known.", "en");
const text = about(
  v.string(),
  "As its author wrote it.",
  "Good news for the climate",
);

export const TrialExampleSchema = shape("A post that it matches.", {
  id,
  source,
  topic: about(v.string(), "Name of a topic that holds it.", "climate"),
  author,
  createdAt: time,
  lang,
  text,
});

export const TrialOfXSchema = shape("The posts of X among these.", {
  matched: about(count, "Posts of X that it matches.", 12),
  seconds: about(v.number(), "From the oldest to the newest post of X.", 3_600),
});

export const QueryTrialSchema = shape("What a query would match.", {
  matched: about(count, "Posts that it matches.", 311),
  of: about(
    count,
    "Posts that were searched: the newest 10,000 at most.",
    10_000,
  ),
  examples: list(TrialExampleSchema),
  warnings,
  x: v.exactOptional(
    about(
      v.lazy(() => TrialOfXSchema),
      "Only if there were posts of X.",
    ),
  ),
});

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

const term = about(v.string(), "In the form in which it is counted.", "ocean");
const holders = about(count, "Posts that hold it.", 12);

export const TermCountSchema = shape("A term and how many posts hold it.", {
  term,
  count: holders,
});

export const TermChangeSchema = shape("The same, and before.", {
  term,
  count: holders,
  before: about(
    countOrNull,
    "In the span of the same length before; null if nothing was counted yet when that began.",
    7,
  ),
});

/** Columns are plain arrays: charts take them as they are. */
const columns = {
  topic: about(v.string(), "Name of the topic.", "climate"),
  step: about(
    count,
    "Seconds that a bucket spans; of a day, a week, a month or a year, those that it usually does.",
    60,
  ),
  per: v.exactOptional(about(
    v.picklist(CALENDAR_UNITS),
    "The unit of the calendar that a bucket spans; only then `zone` and `end` are there too.",
  )),
  zone: v.exactOptional(about(v.string(), "Whose calendar it is.", "UTC")),
  end: v.exactOptional(
    about(whole, "The end of the last bucket, in seconds since 1970."),
  ),
  t: about(
    v.array(whole),
    "Start of each bucket in seconds since 1970, ascending.",
    [1_769_860_800, 1_769_860_860],
  ),
  posts: about(v.array(count), "Posts of each bucket.", [12, 9]),
  positive: about(v.array(count), "Posts that are positive.", [5, 2]),
  negative: about(v.array(count), "Negative.", [3, 4]),
  neutral: about(v.array(count), "Neither.", [4, 3]),
  score: about(v.array(whole), "Sum of the scores.", [7, -5]),
  squares: about(
    v.array(countOrNull),
    "Sum of the squared scores; null where it is not known.",
    [61, 48],
  ),
  scored: about(
    v.array(count),
    "Posts with probabilities: all but those that the lexicon alone scored.",
    [12, 9],
  ),
  scorers: about(
    v.array(count),
    "Sum of the versions of what scored these.",
    [24, 18],
  ),
  pPositive: about(
    v.array(v.number()),
    "Sum of the probabilities of positive over these.",
    [6.2, 2.9],
  ),
  pNegative: about(v.array(v.number()), "The same of negative.", [3.1, 4.3]),
  pSquares: about(
    v.array(v.number()),
    "Sum of the squares of pPositive − pNegative of each.",
    [4.6, 2.7],
  ),
};

export const SeriesSchema = shape(
  "Counts over time, one array a column, all of one length.",
  columns,
);

/** Follow from the columns of a series. */
const moods = {
  mood: about(
    v.array(numberOrNull),
    "Net mood, from -100 to 100: 100 · (pPositive − pNegative) / scored; null where there are none.",
    [25.8, -15.6],
  ),
  ci: about(
    v.array(numberOrNull),
    "Half the width of the mood's 95 % interval, for change: by how the posts differ, not by how the scorer errs. Null for fewer than two.",
    [21.4, 26.1],
  ),
  scorer: about(
    v.array(countOrNull),
    "The version of what scored all posts of the bucket; null for several, or none.",
    [2, 2],
  ),
};

export const MoodsSchema = shape(
  "Mood over time, one array a column.",
  moods,
);

export const ScorerChangeSchema = shape(
  "A change of what scores posts: shares and moods on its two sides are measured differently.",
  {
    t: about(
      whole,
      "Start of the first bucket that holds posts of another version.",
      1_769_860_860,
    ),
    before: about(
      countOrNull,
      "The version before; 1 was the lexicon, null are several.",
      1,
    ),
    after: about(countOrNull, "The version from then on.", 2),
  },
);

export const OverallSchema = shape("The mood of a whole range.", {
  posts: about(count, "Posts of the range.", 21),
  scored: about(
    count,
    "Those with probabilities, which alone make the mood.",
    21,
  ),
  mood: about(numberOrNull, "Net mood, from -100 to 100.", 8.1),
  words: about(
    v.nullable(v.picklist(MOOD_WORDS)),
    "The mood in words; null without one.",
    "slightly positive",
  ),
  ci: about(
    numberOrNull,
    "Half the width of its 95 % interval, for comparisons.",
    16.6,
  ),
  level: about(
    count,
    "Points by which the level may be off until the topic is checked, on either side: as far as decisions missed the true shares of labelled sets.",
    10,
  ),
  poorlyReadShare: about(
    v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
    "Share of the posts, of the whole minutes of the range, in languages that Freshet cannot read well; most of these count as neutral. Null without posts.",
    0.38,
  ),
});

const start = about(v.number(), "In seconds since 1970.", 1_769_860_805);
const end = about(numberOrNull, "Null while it lasts.", 1_769_860_842);

export const GapSchema = shape("An interruption of one source.", {
  source: about(v.string(), "Its address, such as `bluesky:`.", "bluesky:"),
  from: start,
  to: end,
  why: about(v.string(), "What interrupted it.", "the connection was lost"),
  recovered: about(v.boolean(), "Whether the missed posts were read later."),
});

export const OutageSchema = shape(
  "A time in which no source could be read, and whose posts were not recovered.",
  {
    from: start,
    to: end,
    sources: about(list(v.string()), "Their addresses.", ["bluesky:"]),
    reasons: about(list(v.string()), "Of each.", ["the connection was lost"]),
  },
);

/** Interruptions, as several answers have them. */
const interruptions = {
  gaps: about(
    list(GapSchema),
    "Interruptions of single sources, newest first.",
  ),
  outages: about(
    list(OutageSchema),
    "Times in which no source could be read, oldest first: how much was posted then is not known.",
    [],
  ),
};

export const InterruptionsSchema = shape(
  "When sources could not be read.",
  interruptions,
);

export const FilteredSchema = shape(
  "How many posts match a filter. The newest 50,000 posts of the range are read, or those that an index leads to.",
  {
    posts: about(count, "Posts that match.", 311),
    of: about(
      count,
      "Posts that are stored of the time that is counted.",
      20_862,
    ),
    since: about(
      v.nullable(whole),
      "Where the counts begin, in seconds since 1970, if that is later than asked for: older posts were not read, or are no longer stored.",
      null,
    ),
    cut: about(v.boolean(), "Whether older posts were not read.", false),
    gone: about(
      count,
      "Posts of the range that are no longer stored; 0 if older ones were not read.",
      0,
    ),
  },
);

export const SeriesAnswerSchema = shape(
  "Counts over time, and the interruptions within them.",
  {
    ...columns,
    ...moods,
    overall: v.lazy(() => OverallSchema),
    filtered: v.exactOptional(about(
      v.lazy(() => FilteredSchema),
      "Only with a filter.",
    )),
    scorerChanges: about(
      list(v.lazy(() => ScorerChangeSchema)),
      "Where the scorer changes within the range, oldest first.",
    ),
    sources: v.exactOptional(about(
      map(list(countOrNull)),
      "Only with `by=source`: posts by name of the source; null where they were counted before their sources were.",
      { bluesky: [8, 9], mastodon: [4, 0] },
    )),
    ...interruptions,
  },
);

const instant = about(v.string(), "ISO 8601, UTC.", "2026-01-31T12:00:00Z");

export const ProvenanceSchema = shape(
  "Where the posts of an export come from, and how to cite them.",
  {
    software: about(v.string(), "With its version.", "Freshet 0.1.0"),
    created: time,
    topic: about(v.string(), "Name of the topic.", "climate"),
    query,
    filter: about(
      map(v.string()),
      "The filters of the export, as its address has them.",
      { sentiment: "negative" },
    ),
    from: instant,
    to: instant,
    zone: about(v.string(), "Of the page that asked.", "UTC"),
    data: about(
      v.string(),
      "Address of the exported file.",
      "http://127.0.0.1:8000/api/export?topic=climate&from=1769860800&to=1769864400",
    ),
    sources: about(
      list(v.object({ source: v.string(), posts: countOrNull })),
      "Posts of the topic in this time by source, before filters; null where they were counted before their sources were.",
      [{ source: "bluesky", posts: 311 }],
    ),
    ...interruptions,
    skipped: about(
      list(v.object({ reason: v.string(), count })),
      "Messages without a post of their own, by reason, of all that is stored.",
      [{ reason: "duplicate", count: 3 }],
    ),
    scorer: about(
      v.object({
        version: count,
        model: v.string(),
        accuracy: map(v.number()),
      }),
      "What scored the posts: its version, the SHA-256 of its weights, and the share of labels that it agrees with, by language.",
      { version: 2, model: "9f86d0818…", accuracy: { en: 0.7 } },
    ),
    citation: about(
      v.string(),
      "How to cite the export.",
      "Freshet 0.1.0, posts matching “climate”, …",
    ),
  },
);
