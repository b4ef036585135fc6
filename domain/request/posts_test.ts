import {
  deepStrictEqual,
  notStrictEqual,
  strictEqual,
  throws,
} from "node:assert/strict";
import { parseFilter } from "./parse_filter.ts";
import {
  postsQuestionKey,
  postsQuestionParams,
  readPostsQuestion,
} from "./posts_question.ts";
import { readPostsPlace } from "./read_posts_place.ts";

const NOW = 1_600_000_000_000;

const read = (query: string) =>
  readPostsQuestion(new URLSearchParams(query), NOW);

Deno.test("readPostsQuestion() asks for all posts by itself", () => {
  deepStrictEqual(read(""), { choice: {} });
  deepStrictEqual(read("range=all"), { choice: {} });
});

Deno.test("readPostsQuestion() goes on to the newest where a range ends now", () => {
  deepStrictEqual(read("range=24h&mood=positive"), {
    choice: { sentiment: "positive" },
    from: 1_599_913_600,
  });
});

Deno.test("readPostsPlace() begins where the page before ended, and refuses what no page says", () => {
  const place = (query: string) =>
    readPostsPlace(new URLSearchParams(query), NOW);
  deepStrictEqual(place("before=42"), { choice: {}, before: { seq: 42 } });
  deepStrictEqual(place("from=60&to=120&before=70000_5"), {
    choice: {},
    from: 60,
    to: 120,
    before: { seq: 5, createdMs: 70_000 },
  });
  deepStrictEqual(read("before=42"), { choice: {}, before: "42" });
  throws(() => place("from=60&to=120&before=5"), { parameter: "before" });
});

Deno.test("postsQuestionParams() asks the API for the same", () => {
  const query = "from=60&to=120&before=70000_5&mood=neutral&q=a%26b" +
    "&term=hashtag:x&lang=de";
  const { choice, ...others } = readPostsPlace(
    new URLSearchParams(query),
    NOW,
  );
  const asked = postsQuestionParams("trump", read(query));
  strictEqual(asked.get("topic"), "trump");
  deepStrictEqual(parseFilter(asked), { ...choice, ...others, limit: 50 });
});

Deno.test("postsQuestionKey() changes with the question only", () => {
  const key = (query: string) => postsQuestionKey(new URLSearchParams(query));
  strictEqual(key("list=emoji&mood=positive"), key("mood=positive&zone=utc"));
  notStrictEqual(key("range=6h"), key("range=24h"));
  notStrictEqual(key("before=6"), key(""));
});
