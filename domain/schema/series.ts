import * as v from "valibot";
import { CALENDAR_UNITS } from "../time/calendar.ts";
import { MOOD_WORDS } from "../format/mood.ts";
import {
  about,
  count,
  countOrNull,
  list,
  map,
  numberOrNull,
  shape,
  time,
  whole,
} from "./schema.ts";
import { query } from "./topics.ts";

// Counts: each shape once, for its type, its check and its JSON schema.

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
