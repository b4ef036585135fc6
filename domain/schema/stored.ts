import * as v from "valibot";
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
);
const query = about(
  v.string("a text"),
  "What posts must say, such as `climate (change OR crisis) -ad`.",
);
const active = about(
  v.boolean("true or false"),
  "Whether new posts are collected.",
);

export const TopicSchema = shape("A tracked topic.", {
  slug: about(v.string(), "Its name in addresses."),
  query,
  color,
  active,
  posts: about(count, "Posts stored so far."),
  lastPostAt: about(v.nullable(time), "The newest post's own time."),
});

export const TopicAboutSchema = shape("The part of a topic that may change.", {
  query,
  color,
  active,
});

export const NewTopicSchema = shape("A topic to be added.", {
  slug: v.exactOptional(
    about(slug, "Its name; without it the topic is named after its query."),
  ),
  query,
  color: v.exactOptional(color),
});

export const TopicChangeSchema = v.pipe(
  v.object({
    query: v.exactOptional(query),
    color: v.exactOptional(color),
    active: v.exactOptional(active),
  }),
  v.minEntries(1),
  v.readonly(),
  v.description("Changes to a topic."),
);

export const RemovalSchema = shape("What became of a topic.", {
  slug: v.string(),
  posts: about(count, "Posts that it held."),
  purged: about(v.boolean(), "Whether they were deleted."),
});

export const QueryTextSchema = shape("A query to be tried.", { query });

export const TrialExampleSchema = shape("A post that it matches.", {
  id: about(v.string(), "The source's own id."),
  source: v.string(),
  topic: about(v.string(), "Name of a topic that holds it."),
  author: textOrNull,
  createdAt: time,
  lang: v.string(),
  text: v.string(),
});

export const TrialOfXSchema = shape("The posts of X among these.", {
  matched: count,
  seconds: about(v.number(), "From the oldest to the newest post of X."),
});

export const QueryTrialSchema = shape("What a query would match.", {
  matched: count,
  of: about(count, "Posts that were searched: the newest 10,000 at most."),
  examples: list(TrialExampleSchema),
  x: v.exactOptional(
    about(
      v.lazy(() => TrialOfXSchema),
      "Only if there were posts of X.",
    ),
  ),
});

const sentiment = v.picklist(["positive", "neutral", "negative"]);

export const MarkSchema = v.pipe(
  v.strictTuple([count, count, whole]),
  v.readonly(),
  v.description(
    "A word: its start and end in UTF-16 units of the text, and its score.",
  ),
);

export const PostSchema = shape("A stored post.", {
  seq: about(count, "The order in which posts became visible."),
  id: about(v.string(), "The source's own id."),
  source: about(v.string(), "`file`, `demo`, `x`, `bluesky` or `mastodon`."),
  topic: about(v.string(), "Name of the topic that it matched."),
  author: textOrNull,
  createdAt: time,
  text: v.string(),
  lang: about(v.string(), "BCP 47; `und` if it is not known."),
  score: about(whole, "Sum of the scores of its words."),
  sentiment: about(sentiment, "Sign of the score."),
  url: about(
    v.nullable(v.pipe(v.string(), v.url())),
    "Address of the original; http or https.",
  ),
  marks: about(list(MarkSchema), "The words behind the score, in order."),
});

/** A stored post as the API answers it. */
export type Post = v.InferOutput<typeof PostSchema>;

export const PostPageSchema = shape("Some posts, newest first.", {
  posts: list(PostSchema),
  next: about(
    textOrNull,
    "The `before` of the next page; null if there is none. There may be more even if few or none were found.",
  ),
});

export const TermCountSchema = shape("A term and how many posts hold it.", {
  term: v.string(),
  count,
});

export const TermChangeSchema = shape("The same, and before.", {
  term: v.string(),
  count,
  before: about(
    countOrNull,
    "In the span of the same length before; null if nothing was counted yet when that began.",
  ),
});

/** Columns are plain arrays: charts take them as they are. */
const columns = {
  topic: v.string(),
  step: about(count, "Seconds that a bucket spans."),
  t: about(
    v.array(whole),
    "Start of each bucket in seconds since 1970, ascending.",
  ),
  posts: v.array(count),
  positive: about(v.array(count), "Posts whose score is above zero."),
  negative: about(v.array(count), "Below zero."),
  neutral: about(v.array(count), "At zero."),
  score: about(v.array(whole), "Sum of the scores."),
  squares: about(
    v.array(countOrNull),
    "Sum of the squared scores; null where it is not known.",
  ),
};

export const SeriesSchema = shape(
  "Counts over time, one array a column, all of one length.",
  columns,
);

export const GapSchema = shape("An interruption of one source.", {
  source: about(v.string(), "Its address, such as `bluesky:`."),
  from: about(v.number(), "In seconds since 1970."),
  to: about(numberOrNull, "Null while it lasts."),
  why: v.string(),
  recovered: about(v.boolean(), "Whether the missed posts were read later."),
});

export const OutageSchema = shape(
  "A time in which no source could be read, and whose posts were not recovered.",
  {
    from: about(v.number(), "In seconds since 1970."),
    to: about(numberOrNull, "Null while it lasts."),
    sources: list(v.string()),
    reasons: list(v.string()),
  },
);

export const SeriesAnswerSchema = shape(
  "Counts over time, and the interruptions within them.",
  {
    ...columns,
    sources: v.exactOptional(about(
      map(list(countOrNull)),
      "Only with `by=source`: posts by name of the source; null where they were counted before their sources were.",
    )),
    gaps: about(
      list(GapSchema),
      "Interruptions of single sources, newest first.",
    ),
    outages: about(
      list(OutageSchema),
      "Times in which no source could be read, oldest first: how much was posted then is not known.",
    ),
  },
);
