import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { gzip } from "../../../../tests/support/lines.ts";
import { temporaryFolder } from "../../../../tests/support/temporary.ts";
import { openFile } from "./open_file.ts";

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

Deno.test("openFile() tells files apart by how they begin", async () => {
  await using folder = await temporaryFolder();
  const heads: string[] = [];
  for (const text of ["one", "two", "one"]) {
    const path = `${folder.path}/posts`;
    await Deno.writeTextFile(path, text);
    const { head, chunks } = await openFile(path);
    await readText(chunks);
    heads.push(head);
  }
  deepStrictEqual(heads.map((head) => head === heads[0]), [true, false, true]);
});

Deno.test("openFile() opens an empty file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts`;
  await Deno.writeTextFile(path, "");
  strictEqual(await readText((await openFile(path)).chunks), "");
});
