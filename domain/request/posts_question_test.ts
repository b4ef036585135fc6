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

Deno.test("readPostsQuestion() begins where the page before ended", () => {
  deepStrictEqual(read("before=42"), { choice: {}, before: { seq: 42 } });
  deepStrictEqual(read("from=60&to=120&before=70000_5"), {
    choice: {},
    from: 60,
    to: 120,
    before: { seq: 5, createdMs: 70_000 },
  });
  throws(() => read("from=60&to=120&before=5"), { parameter: "before" });
});

Deno.test("postsQuestionParams() asks the API for the same", () => {
  const query = "from=60&to=120&before=70000_5&mood=neutral&q=a%26b" +
    "&term=hashtag:x&lang=de";
  const { choice, ...others } = read(query);
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
