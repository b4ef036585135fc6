import type { TermChange } from "../../live/apply.ts";
import type { TermCount } from "../../live/snapshot.ts";
import type { Post } from "../../post/post.ts";
import type { PostPage } from "../../post/search.ts";
import { objectSchema } from "../object_schema.ts";
import type { Schema } from "../open_api.ts";
import { schemaOf } from "../schema_of.ts";

const {
  address,
  count,
  countOrNull,
  list,
  oneOf,
  ref,
  text,
  textOrNull,
  time,
  whole,
} = schemaOf;

/** Posts, and what they hold. */
export const POST_SCHEMAS: Readonly<Record<string, Schema>> = {
  Post: objectSchema<Post>("A post that was stored.", {
    seq: count("The order in which posts became visible."),
    id: text("The source's own id."),
    source: text("`file`, `demo`, `x`, `bluesky` or `mastodon`."),
    topic: text("Name of the topic that it matched."),
    author: textOrNull(),
    createdAt: time(),
    text: text(),
    lang: text("BCP 47; `und` if it is not known."),
    score: whole("Sum of the scores of its words."),
    sentiment: oneOf(["positive", "neutral", "negative"], "Sign of the score."),
    url: address("Where the original stands."),
    marks: list(ref("Mark"), "The words behind the score."),
  }),
  Mark: {
    type: "array",
    description:
      "A word: its start and end in UTF-16 units of the text, and its score.",
    prefixItems: [count(), count(), whole()],
    minItems: 3,
    maxItems: 3,
  },
  PostPage: objectSchema<PostPage>("Some posts, newest first.", {
    posts: list(ref("Post")),
    next: textOrNull(
      "The `before` of the posts that follow; null if there are none. There may be more even if few or none were found.",
    ),
  }),
  TermCount: objectSchema<TermCount>("A term and how many posts hold it.", {
    term: text(),
    count: count(),
  }),
  TermChange: objectSchema<TermChange>("The same, and before.", {
    term: text(),
    count: count(),
    before: countOrNull(
      "In the span of the same length before; null if nothing was counted yet when that began.",
    ),
  }),
};
