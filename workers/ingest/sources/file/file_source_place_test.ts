import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  inShort,
  readAll,
  readSome,
  writeLines,
} from "../../../../tests/support/read_sources.ts";
import { postLine, postLines } from "../../../../tests/support/post_files.ts";
import { retryUntil } from "../../../../tests/support/waiting.ts";
import { fileSource } from "./file.ts";

for (const loop of [false, true]) {
  Deno.test(`fileSource() goes on exactly after any event ${loop ? "of any pass" : "of a file"}`, async () => {
    const lines = postLines(6).toSpliced(3, 0, "no post");
    await using file = await writeLines(lines);
    const count = loop ? 3 * lines.length : lines.length;
    const all = await readSome(count, file.path, { loop });
    for (const [i, { position }] of all.entries()) {
      const options = { loop };
      const rest = i === all.length - 1
        ? []
        : await readSome(count - i - 1, file.path, options, position);
      deepStrictEqual(rest, all.slice(i + 1), `after event ${i}`);
    }
  });
}

Deno.test("fileSource() has nothing more after the last event", async () => {
  await using file = await writeLines(postLines(3));
  const position = (await readAll(file.path)).at(-1)!.position;
  deepStrictEqual(await readAll(file.path, {}, position), []);
});

Deno.test("fileSource() goes on in a file that has grown", async () => {
  const lines = postLines(200);
  await using file = await writeLines(lines.slice(0, 150));
  const position = (await readAll(file.path)).at(-1)!.position;
  await Deno.writeTextFile(file.path, lines.join("\n"));
  const rest = await readAll(file.path, {}, position);
  deepStrictEqual(rest.map(inShort)[0], "150");
  strictEqual(rest.length, 50);
});

Deno.test("fileSource() reads no line twice of a short file that grows, rejected ones neither", async () => {
  const lines = ["{", postLine("a"), "no post", postLine("b"), "}"];
  await using file = await writeLines(lines.slice(0, 1));
  const events = await readAll(file.path);
  for (let count = 2; count <= lines.length; count++) {
    await Deno.writeTextFile(file.path, lines.slice(0, count).join("\n"));
    const { position } = events.at(-1)!;
    events.push(...await readAll(file.path, {}, position));
  }
  deepStrictEqual(events.map(inShort), [
    "malformed",
    "a",
    "malformed",
    "b",
    "malformed",
  ]);
  const places = events.map(({ position }) => position);
  strictEqual(new Set(places).size, lines.length);
});

Deno.test("fileSource() starts over if another file has the name", async () => {
  await using file = await writeLines(postLines(5));
  const position = (await readAll(file.path)).at(-1)!.position;
  await Deno.writeTextFile(file.path, postLine("other"));
  const events = await readAll(file.path, {}, position);
  deepStrictEqual(events.map(inShort), ["other"]);
});

Deno.test("fileSource() marks the ids of later passes", async () => {
  await using file = await writeLines(["{", postLine("a"), postLine("b")]);
  const events = await readSome(8, file.path, { loop: true });
  deepStrictEqual(events.map(inShort), [
    "malformed",
    "a",
    "b",
    "malformed",
    "a~2",
    "b~2",
    "malformed",
    "a~3",
  ]);
});

for (const lines of [[], ["{", "no post"]]) {
  Deno.test(`fileSource() does not loop over a file of ${lines.length} lines and no post`, async () => {
    await using file = await writeLines(lines);
    const events = await readSome(100, file.path, { loop: true });
    strictEqual(events.length, lines.length);
  });
}

Deno.test("fileSource() follows a file that grows, is rotated and is emptied", async () => {
  await using file = await writeLines([]);
  const write = (text: string) =>
    Deno.writeTextFile(file.path, text, { append: true });
  await write(`${postLine("a")}\n${postLine("b").slice(0, 9)}`);
  const stop = new AbortController();
  const source = fileSource(file.path, { follow: true, pollMs: 10 });
  const seen: string[] = [];
  const reading = (async () => {
    for await (const event of source.read(null, stop.signal)) {
      seen.push(inShort(event));
      if (event.kind === "post") strictEqual(event.post.isImported, undefined);
    }
  })();
  const sees = (...ids: string[]) =>
    retryUntil(async () => await Promise.resolve(deepStrictEqual(seen, ids)));
  await sees("a");
  await write(`${postLine("b").slice(9)}\n`);
  await sees("a", "b");
  await Deno.rename(file.path, `${file.path}.1`);
  await write(`${postLine("longer")}\n`);
  await sees("a", "b", "longer");
  await Deno.writeTextFile(file.path, "");
  await write(`${postLine("d")}\n`);
  await sees("a", "b", "longer", "d");
  stop.abort();
  await reading;
});
