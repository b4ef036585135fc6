import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { writeLines } from "../../tests/support/file_source.ts";
import { postLine } from "../../tests/support/post_lines.ts";
import { createSource } from "./create_source.ts";
import { parseSourceUrl } from "./parse_source_url.ts";
import type { Source, SourceEvent } from "./source.ts";

async function take(source: Source, count: number): Promise<SourceEvent[]> {
  const stop = new AbortController();
  const events: SourceEvent[] = [];
  for await (const event of source.read(null, stop.signal)) {
    if (events.push(event) === count) break;
  }
  return events;
}

function textsOf(events: SourceEvent[]): string[] {
  return events.flatMap((e) => e.kind === "post" ? [e.post.text] : []);
}

Deno.test("createSource() reads a file as its address says", async () => {
  await using file = await writeLines([postLine("a")]);
  const url = `file:${file.path}?restamp=now&loop=1&rate=1000`;
  const source = createSource(parseSourceUrl(url), []);
  strictEqual(source.key, `file:${file.path}`);
  const events = await take(source, 2);
  const posts = events.flatMap((e) => e.kind === "post" ? [e.post] : []);
  deepStrictEqual(posts.map(({ id }) => id), ["a", "a~2"]);
  ok(posts.every(({ createdMs }) => Date.now() - createdMs < 60_000));
});

Deno.test("createSource() opens nothing before it is read", () => {
  const source = createSource(parseSourceUrl("file:/nowhere/at/all"), []);
  strictEqual(source.name, "file");
});

Deno.test("createSource() makes posts up about some words, by a seed", async () => {
  const make = () => createSource(parseSourceUrl("demo:?seed=3"), ["otters"]);
  const texts = textsOf(await take(make(), 200));
  deepStrictEqual(textsOf(await take(make(), 200)), texts);
  ok(texts.some((text) => /otters/i.test(text)));
});
