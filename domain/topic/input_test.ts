import { deepStrictEqual, throws } from "node:assert/strict";
import {
  type ManageView,
  readManageView,
  readNewTopic,
  readTopicChange,
  splitIgnored,
} from "./input.ts";

const NOTHING: ManageView = {
  edit: null,
  remove: null,
  draft: {
    ...{ slug: null, query: null, color: null },
    ...{ title: null, description: null, ignored: null, fill: null },
  },
  lastAction: null,
};

const VIEWS: [query: string, view: Partial<ManageView>][] = [
  ["", {}],
  ["?edit=&remove=&added=", {}],
  ["?edit=東京", { edit: "東京" }],
  ["?remove=cat", { remove: "cat" }],
  ["?query=a+OR+b&color=%23112233", {
    draft: {
      ...{ slug: null, query: "a OR b", color: "#112233" },
      ...{ title: null, description: null, ignored: null, fill: null },
    },
  }],
  ["?paused=cat", { lastAction: { action: "paused", slug: "cat" } }],
  ["?constructor=cat", {}],
];

for (const [query, view] of VIEWS) {
  Deno.test(`readManageView() reads "${query}"`, () => {
    const params = new URLSearchParams(query);
    deepStrictEqual(readManageView(params), { ...NOTHING, ...view });
  });
}

Deno.test("readNewTopic() names a topic after its query", () => {
  deepStrictEqual(readNewTopic({ query: ' "Climate Change" ' }), {
    query: '"Climate Change"',
    slug: "climate-change",
  });
});

Deno.test("readNewTopic() takes name and color as they are given", () => {
  const topic = { slug: "mood", query: "😀", color: "#Aa00ff" };
  deepStrictEqual(readNewTopic(topic), topic);
});

Deno.test("readNewTopic() and readTopicChange() read words without mood as lists have them, each once", () => {
  const ignored = ["Top", "not top", " SHARE", ":("];
  const read = ["share", "top", "🙁"];
  deepStrictEqual(readTopicChange({ ignored }), { ignored: read });
  deepStrictEqual(readTopicChange({ ignored: [] }), { ignored: [] });
  deepStrictEqual(readNewTopic({ query: "a", ignored }).ignored, read);
});

Deno.test("splitIgnored() reads the words of a field", () => {
  deepStrictEqual(splitIgnored(" a, b;c\n😀  "), ["a", "b", "c", "😀"]);
});

Deno.test("readNewTopic() and readTopicChange() trim title and description; empty ones are none", () => {
  const topic = { query: "a", title: " A ", description: "b\n\nc\n" };
  const words = { title: "A", description: "b\n\nc" };
  deepStrictEqual(readNewTopic(topic), { query: "a", slug: "a", ...words });
  deepStrictEqual(readTopicChange({ title: " ", description: null }), {
    ...{ title: null, description: null },
  });
});

for (
  const [field, value] of [
    ["title", "a\nb"],
    ["title", "x".repeat(101)],
    ["title", 3],
    ["description", "x".repeat(1_001)],
    ["description", "a\u0000"],
  ] as const
) {
  Deno.test(`readTopicChange() refuses the ${field} ${JSON.stringify(value).slice(0, 20)}`, () => {
    throws(() => readTopicChange({ [field]: value }), { field });
  });
}

const REFUSED: [name: string, value: unknown, message: RegExp][] = [
  ["null", null, /^The body must be a JSON object .*: current value is null$/],
  ["a list", [], /^The body must be a JSON object/],
  ["a text", "x", /^The body must be a JSON object/],
  ["nothing", {}, /^query must be a text: current value is not set$/],
  [
    "an unknown field",
    { query: "x", colour: 1 },
    /no field "colour": use slug, query, color, title, description, ignored, fill$/,
  ],
  [
    "a prototype",
    JSON.parse('{"query":"x","__proto__":{}}'),
    /no field "__proto__"/,
  ],
  [
    "a query that is a number",
    { query: 5 },
    /^query must be a text: current value is 5$/,
  ],
  [
    "a query that is null",
    { query: null },
    /^query must be a text: current value is null$/,
  ],
  [
    "a slug out of its folder",
    { slug: "../x", query: "x" },
    /^slug must be 1 to 64 .*: current value is "\.\.\/x"$/,
  ],
  ["a slug that is empty", { slug: "", query: "x" }, /^slug must be/],
  ["a slug that is null", { slug: null, query: "x" }, /^slug must be/],
  ["a slug in capitals", { slug: "X", query: "x" }, /^slug must be/],
  [
    "a color by name",
    { query: "x", color: "red" },
    /^color must be written as #rrggbb: current value is "red"$/,
  ],
  [
    "a color with more behind it",
    { query: "x", color: "#000000;" },
    /^color must/,
  ],
  ["activity", { query: "x", active: true }, /no field "active"/],
  [
    "a query without a word",
    { query: "😀" },
    /^slug must be given, as the query holds no word/,
  ],
];

for (const [name, value, message] of REFUSED) {
  Deno.test(`readNewTopic() refuses ${name}`, () => {
    throws(() => readNewTopic(value), { name: "FieldError", message });
  });
}

Deno.test("readNewTopic() says where a query is wrong, however it is surrounded", () => {
  throws(() => readNewTopic({ query: "  (a" }), {
    name: "QuerySyntaxError",
    position: 2,
  });
  throws(() => readNewTopic({ query: "x".repeat(10_000) }), {
    name: "QuerySyntaxError",
    position: 1_024,
  });
});

Deno.test("readTopicChange() reads what is there", () => {
  deepStrictEqual(readTopicChange({ active: false }), { active: false });
  const all = { query: "x", color: "#000000", active: true };
  deepStrictEqual(readTopicChange(all), all);
});

const NO_CHANGE: [name: string, value: unknown, message: RegExp][] = [
  [
    "nothing",
    {},
    /^There is nothing to change: use query, color, active, title, description, ignored$/,
  ],
  [
    "a slug",
    { slug: "x" },
    /no field "slug": use query, color, active, title, description, ignored$/,
  ],
  [
    "a text for active",
    { active: "yes" },
    /^active must be true or false: current value is "yes"$/,
  ],
];

for (const [name, value, message] of NO_CHANGE) {
  Deno.test(`readTopicChange() refuses ${name}`, () => {
    throws(() => readTopicChange(value), { name: "FieldError", message });
  });
}
