import * as v from "valibot";
import { isSlug, SLUG_RULE } from "../text/slug.ts";
import { about, count, list, shape, time } from "./schema.ts";
import { author, id, lang, source, text } from "./posts.ts";

// Topics: each shape once, for its type, its check and its JSON schema. Messages
// complete "`field` must be …".

const slug = v.pipe(v.string(SLUG_RULE), v.check(isSlug, SLUG_RULE));
const color = v.pipe(
  v.string("written as #rrggbb"),
  v.regex(/^#[0-9A-Fa-f]{6}$/, "written as #rrggbb"),
  v.examples(["#009E73"]),
);
export const query = about(
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
