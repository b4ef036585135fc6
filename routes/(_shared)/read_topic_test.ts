import { rejects, strictEqual } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoint_context.ts";
import { readTopic } from "./read_topic.ts";

Deno.test("readTopic() reads a topic that there is", async () => {
  strictEqual(await readTopic(endpointContext("/?topic=climate")), "climate");
});

const BAD: [query: string, expected: object][] = [
  ["", { parameter: "topic", value: null }],
  ["?topic=", { parameter: "topic", value: "" }],
  ["?topic=nobody", { status: 404, message: 'There is no topic "nobody"' }],
  ["?topic=Trump", { status: 404, message: 'There is no topic "Trump"' }],
  ["?topic=trump,climate", { status: 404 }],
  ["?topic=__proto__", { status: 404 }],
];

for (const [query, expected] of BAD) {
  Deno.test(`readTopic() refuses "${query}"`, async () => {
    await rejects(readTopic(endpointContext(`/${query}`)), expected);
  });
}
