import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import {
  gzip,
  postLine,
  postLines,
  START,
} from "../../../../tests/support/lines.ts";
import {
  inShort,
  readAll,
  writeLines,
} from "../../../../tests/support/file_source.ts";
import { testSource } from "../../../../tests/support/source_suite.ts";
import { temporaryFolder } from "../../../../tests/support/temporary.ts";
import type { SourceEvent } from "../../source.ts";
import { fileSource } from "./file_source.ts";
import { MAX_LINE } from "./parse_line.ts";

const never = new AbortController().signal;

const suite = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => {
  Deno.removeSync(suite, { recursive: true });
});
const suiteText = postLines(60).toSpliced(20, 0, "{", "", postLine("x"))
  .join("\n");
const inAYear = postLine("last", 365 * 86_400_000);
await Deno.writeTextFile(`${suite}/plain`, suiteText);
await Deno.writeFile(`${suite}/packed`, await gzip(suiteText));
await Deno.writeTextFile(`${suite}/slow`, `${suiteText}\n${inAYear}`);

testSource("fileSource()", () => fileSource(`${suite}/plain`));
testSource(
  "fileSource() of a packed file",
  () => fileSource(`${suite}/packed`),
);
testSource(
  "fileSource() without end",
  () => fileSource(`${suite}/packed`, { loop: true, restamp: true, rate: 500 }),
  { count: 150 },
);
testSource(
  "fileSource() that waits long",
  () => fileSource(`${suite}/slow`, { speed: 1 }),
);

Deno.test("fileSource() gives what lines say, in their order", async () => {
  await using file = await writeLines([
    postLine("b", 5),
    "no post",
    postLine("a"),
  ]);
  const [first, ...rest] = await readAll(file.path);
  deepStrictEqual(first, {
    kind: "post",
    post: {
      id: "b",
      text: "post b 😀",
      createdMs: START + 5,
      lang: "en",
      author: null,
      url: null,
    },
    position: first!.position,
  });
  deepStrictEqual(rest.map(inShort), ["malformed", "a"]);
});

Deno.test("fileSource() gives the same from a packed file", async () => {
  await using file = await writeLines(postLines(5_000));
  const plain = await readAll(file.path);
  await Deno.writeFile(
    file.path,
    await gzip(await Deno.readTextFile(file.path)),
  );
  const packed = await readAll(file.path);
  const withoutPosition = (event: SourceEvent) => ({ ...event, position: "" });
  deepStrictEqual(packed.map(withoutPosition), plain.map(withoutPosition));
});

Deno.test("fileSource() goes on after a line that is too long, and keeps its head", async () => {
  await using file = await writeLines([
    `{"text":"${"é".repeat(MAX_LINE)}`,
    postLine("next"),
  ]);
  const [rejected, next] = await readAll(file.path);
  ok(rejected?.kind === "rejected");
  strictEqual(rejected.reason, "oversize");
  strictEqual(rejected.head.length, 512);
  strictEqual(rejected.head.buffer.byteLength, 512);
  strictEqual(inShort(next!), "next");
});

function createdMsOf(event: SourceEvent): number {
  ok(event.kind === "post");
  return event.post.createdMs;
}

Deno.test("fileSource() moves times to now and keeps their order", async () => {
  await using file = await writeLines(postLines(500));
  const before = Date.now();
  const events = await readAll(file.path, { restamp: true });
  const times = events.map(createdMsOf);
  deepStrictEqual(times, times.toSorted((a, b) => a - b));
  ok(times[0]! >= before && times.at(-1)! <= Date.now());
});

Deno.test("fileSource() keeps the order of times when the clock is set back", async () => {
  await using file = await writeLines(postLines(3));
  const now = Date.now;
  try {
    const times: number[] = [];
    const source = fileSource(file.path, { restamp: true });
    for await (const event of source.read(null, never)) {
      times.push(createdMsOf(event));
      Date.now = () => now() - 60_000;
    }
    deepStrictEqual(times, Array.from(times, () => times[0]));
  } finally {
    Date.now = now;
  }
});

Deno.test("fileSource() gives what a broken gzip file holds, then throws", async () => {
  await using file = await writeLines([]);
  const packed = await gzip(postLines(10_000).join("\n"));
  await Deno.writeFile(file.path, packed.subarray(0, packed.length >> 1));
  const events: SourceEvent[] = [];
  await rejects(async () => {
    for await (const event of fileSource(file.path).read(null, never)) {
      events.push(event);
    }
  }, /unexpected end of file/);
  ok(events.length > 1_000 && events.every(({ kind }) => kind === "post"));
});

Deno.test("fileSource() throws if there is no file", async () => {
  await using folder = await temporaryFolder();
  await rejects(readAll(`${folder.path}/none`), Deno.errors.NotFound);
});
