import {
  deepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  inShort,
  readAll,
  writeLines,
} from "../../../../tests/support/read_sources.ts";
import {
  gzip,
  postLine,
  postLines,
  START,
} from "../../../../tests/support/post_files.ts";
import { testSource } from "../../../../tests/support/source_suite.ts";
import { temporaryFolder } from "../../../../tests/support/temporary.ts";
import type { SourceEvent } from "../source.ts";
import { fileSource } from "./file.ts";
import { createPace, type PaceOptions } from "./pace.ts";
import { formatFilePosition, parseFilePosition } from "./position.ts";
import { openFile } from "./read/open.ts";
import { MAX_SIZE } from "../post_fields.ts";

const FIRST = new TextEncoder().encode("abc");
const POSITION = { pass: 2, line: 17, head: "ba7816bf8f01cfea", size: 3 };

Deno.test("parseFilePosition() reads what formatFilePosition() wrote", () => {
  const text = formatFilePosition(POSITION);
  deepStrictEqual(parseFilePosition(text, FIRST), POSITION);
});

Deno.test("parseFilePosition() is null before the first checkpoint", () => {
  deepStrictEqual(parseFilePosition(null, FIRST), null);
});

Deno.test("parseFilePosition() is null if the file begins otherwise than it did", () => {
  const text = formatFilePosition(POSITION);
  for (const other of ["abx", "ab", ""]) {
    const first = new TextEncoder().encode(other);
    deepStrictEqual(parseFilePosition(text, first), null);
  }
});

Deno.test("parseFilePosition() knows a file that has grown", () => {
  const text = formatFilePosition(POSITION);
  const grown = new TextEncoder().encode("abcdef");
  deepStrictEqual(parseFilePosition(text, grown), POSITION);
});

Deno.test("parseFilePosition() reads positions of earlier versions", () => {
  const { size: _, ...older } = POSITION;
  const position = parseFilePosition(JSON.stringify(older), FIRST);
  deepStrictEqual(position, POSITION);
});

for (const text of ["", "17", "{}", `{"pass":0,"line":1,"head":"0a1b"}`]) {
  Deno.test(`parseFilePosition() refuses ${JSON.stringify(text)}`, () => {
    throws(() => parseFilePosition(text, FIRST), { name: "ValiError" });
  });
}

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
      isImported: true,
    },
    network: "file",
    position: first!.position,
  });
  deepStrictEqual(rest.map(inShort), ["malformed", "a"]);
});

/** A post of X in its first version, or in a later one. */
function versionLine(text: string, ...ids: string[]): string {
  const created_at = new Date(START).toISOString();
  const more = { created_at, edit_history_tweet_ids: ids, author_id: "7" };
  return JSON.stringify({ data: { id: ids.at(-1), text, ...more } });
}

Deno.test("fileSource() gives the later version of a post of X as its edit", async () => {
  await using file = await writeLines([
    versionLine("at eight", "11"),
    versionLine("at nine", "11", "12"),
  ]);
  const startMs = Date.now();
  const events = await readAll(file.path, { restamp: true });
  deepStrictEqual(
    events.map((event) => "post" in event && [event.kind, event.post.id]),
    [["post", "11"], ["edit", "11"]],
  );
  for (const event of events) {
    ok("post" in event && event.post.createdMs >= startMs);
  }
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
    `{"text":"${"é".repeat(MAX_SIZE)}`,
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

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Files below a folder that this process has open at this very moment. */
function countOpen(folder: string): number {
  return [...Deno.readDirSync("/proc/self/fd")].filter(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`).startsWith(folder);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false; // it listed the folder
      throw error;
    }
  }).length;
}

const TEXT = "häppy 😀\n".repeat(50_000);

Deno.test("openFile() reads a plain file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts.gz`;
  await Deno.writeTextFile(path, TEXT);
  strictEqual(await readText((await openFile(path)).chunks), TEXT);
});

Deno.test("openFile() unpacks gzip, whatever the file is called", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts.ndjson`;
  await Deno.writeFile(path, await gzip(TEXT));
  strictEqual(await readText((await openFile(path)).chunks), TEXT);
});

Deno.test("openFile() unpacks all members of a gzip file that was appended to", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts.gz`;
  await Deno.writeFile(path, await gzip(TEXT));
  await Deno.writeFile(path, await gzip("more"), { append: true });
  strictEqual(await readText((await openFile(path)).chunks), `${TEXT}more`);
});

Deno.test("openFile() reports a gzip file that ends too soon, after what it holds", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts.gz`;
  const packed = await gzip(TEXT);
  await Deno.writeFile(path, packed.subarray(0, packed.length - 100));
  const { chunks } = await openFile(path);
  let size = 0;
  await rejects(async () => {
    for await (const chunk of chunks) size += chunk.length;
  }, /unexpected end of file/);
  strictEqual(size > 0, true);
  strictEqual(countOpen(folder.path), 0);
});

for (const kind of ["plain", "gzip"]) {
  Deno.test(`openFile() closes a ${kind} file that is not read to its end`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/posts`;
    const text = Array.from({ length: 50_000 }, () => Math.random()).join();
    const bytes = new TextEncoder().encode(text);
    await Deno.writeFile(path, kind === "gzip" ? await gzip(text) : bytes);
    for await (const _chunk of (await openFile(path)).chunks) break;
    strictEqual(countOpen(folder.path), 0);
  });
}

Deno.test("openFile() leaves nothing open if what it opened is no file", async () => {
  await using folder = await temporaryFolder();
  await rejects(openFile(folder.path));
  strictEqual(countOpen(folder.path), 0);
});

Deno.test("openFile() shows how a file begins", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts`;
  for (const text of ["one", "x".repeat(5_000)]) {
    await Deno.writeTextFile(path, text);
    const { first, chunks } = await openFile(path);
    await readText(chunks);
    strictEqual(new TextDecoder().decode(first), text.slice(0, 4_096));
  }
});

Deno.test("openFile() opens an empty file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts`;
  await Deno.writeTextFile(path, "");
  strictEqual(await readText((await openFile(path)).chunks), "");
});

const YEAR_MS = 31_536_000_000;

/** How long it takes until posts with these times have come. */
async function paceAll(
  options: PaceOptions,
  times: readonly (number | null)[],
): Promise<number> {
  const startMs = performance.now();
  const pace = createPace(options);
  for (const time of times) await pace(time, never);
  return performance.now() - startMs;
}

/** Asserts that something took its time, and not much more. */
function assertTook(
  tookMs: number,
  expectedMs: number,
  slackMs = 2_000,
): void {
  ok(
    tookMs > expectedMs - 10 && tookMs < expectedMs + slackMs,
    `took ${tookMs} ms instead of ${expectedMs}`,
  );
}

function countLooksAtClock(): { count: number } & Disposable {
  const { now } = performance;
  const looks = {
    count: 0,
    [Symbol.dispose]: () => void (performance.now = now),
  };
  performance.now = () => {
    looks.count++;
    return now.call(performance);
  };
  return looks;
}

Deno.test("createPace() does not wait without a rate or a speed", async () => {
  assertTook(await paceAll({}, [0, YEAR_MS, 2 * YEAR_MS]), 0);
});

Deno.test("createPace() gives so many posts a second at a rate", async () => {
  const times = Array.from({ length: 21 }, () => 0);
  assertTook(await paceAll({ rate: 100 }, times), 200);
});

Deno.test("createPace() keeps the rate on the whole if one post is late", async () => {
  const startMs = performance.now();
  const pace = createPace({ rate: 10 });
  await pace(0, never);
  await delay(500);
  for (let i = 0; i < 6; i++) await pace(0, never);
  assertTook(performance.now() - startMs, 600, 400);
});

Deno.test("createPace() divides the time between posts by the speed", async () => {
  assertTook(await paceAll({ speed: 60 }, [5_000, 11_000, 17_000]), 200);
});

Deno.test("createPace() does not wait for a post that is older than the first", async () => {
  assertTook(await paceAll({ speed: 1 }, [YEAR_MS, 0, YEAR_MS]), 0);
});

Deno.test("createPace() does not wait for a post without a time", async () => {
  const times = [null, 90_000, null, 90_100, null];
  assertTook(await paceAll({ speed: 1 }, times), 100);
});

Deno.test("createPace() waits through a quiet year, and ends with its signal", async () => {
  const stop = new AbortController();
  const pace = createPace({ speed: 1 });
  await pace(0, stop.signal);
  let isDone = false;
  using looks = countLooksAtClock();
  const waiting = pace(YEAR_MS, stop.signal).then(() => isDone = true);
  await delay(50);
  ok(!isDone, "a timer of more than 2^31 ms goes off at once");
  ok(looks.count < 10, `looked at the clock ${looks.count} times`);
  stop.abort();
  await waiting;
});

Deno.test("createPace() does not begin to wait once its signal has aborted", async () => {
  const startMs = performance.now();
  const pace = createPace({ rate: 0.001 });
  await pace(0, AbortSignal.abort());
  await pace(0, AbortSignal.abort());
  assertTook(performance.now() - startMs, 0);
});
