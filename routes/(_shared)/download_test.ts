import { match, ok, rejects, strictEqual } from "node:assert/strict";
import { downloadHeaders, openTextStream } from "./download.ts";

const DAY = { from: 1_514_764_800, to: 1_514_851_200 };

Deno.test("downloadHeaders() names the file after what it holds", () => {
  const headers = new Headers(downloadHeaders("trump", DAY, "csv"));
  const name = "freshet-trump-20180101T000000Z-20180102T000000Z.csv";
  strictEqual(
    headers.get("content-disposition"),
    `attachment; filename="${name}"; filename*=UTF-8''${name}`,
  );
  strictEqual(
    headers.get("content-type"),
    "text/csv; charset=utf-8; header=present",
  );
});

Deno.test("downloadHeaders() names a file for Excel as one that Excel opens", () => {
  const headers = new Headers(downloadHeaders("trump", DAY, "csv-excel"));
  match(headers.get("content-disposition")!, /\.excel\.csv$/);
  match(headers.get("content-type")!, /^text\/csv;/);
});

Deno.test("downloadHeaders() keeps to ASCII whatever the topic's name", () => {
  const headers = new Headers(downloadHeaders("café-東京", DAY, "ndjson"));
  const value = headers.get("content-disposition")!;
  strictEqual(/^[ -~]*$/.test(value), true);
  const [, plain, exact] = /filename="(.*)"; filename\*=UTF-8''(.*)$/.exec(
    value,
  )!;
  strictEqual(plain!.startsWith("freshet-caf_-__-2018"), true);
  strictEqual(
    decodeURIComponent(exact!).startsWith("freshet-café-東京-2018"),
    true,
  );
});

/** Endless lines that remember how many were read, and whether they were left. */
function countLines() {
  const seen = { count: 0, left: false };
  async function* read(): AsyncGenerator<string> {
    try {
      while (true) {
        seen.count++;
        yield await Promise.resolve(`${"x".repeat(99)}\n`);
      }
    } finally {
      seen.left = true;
    }
  }
  return { seen, lines: read() };
}

async function* linesOf(...lines: string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

for (const count of [0, 1, 163, 164, 1_000, 16_384]) {
  Deno.test(`openTextStream() sends all of ${count} lines`, async () => {
    const lines = Array.from({ length: count }, (_, i) => `${i} é😀\n`);
    const stream = await openTextStream(linesOf(...lines));
    strictEqual(await new Response(stream).text(), lines.join(""));
  });
}

Deno.test("openTextStream() ends after lines that just fill a chunk", async () => {
  const line = "y".repeat(16_384);
  const stream = await openTextStream(linesOf(line, line));
  strictEqual(await new Response(stream).text(), line + line);
});

Deno.test("openTextStream() reads no faster than it is read", async () => {
  const { seen, lines } = countLines();
  const reader = (await openTextStream(lines)).getReader();
  const least = seen.count;
  await new Promise((resolve) => setTimeout(resolve, 20));
  strictEqual(seen.count, least);
  for (let i = 0; i < 10; i++) await reader.read();
  ok(seen.count <= 12 * least, `${seen.count} lines read`);
  await reader.cancel();
});

Deno.test("openTextStream() leaves the lines when its reader leaves", async () => {
  const { seen, lines } = countLines();
  const reader = (await openTextStream(lines)).getReader();
  await reader.read();
  await reader.cancel();
  strictEqual(seen.left, true);
});

Deno.test("openTextStream() fails at once if the first lines cannot be read", async () => {
  // deno-lint-ignore require-yield
  async function* broken(): AsyncGenerator<string> {
    await Promise.reject(new Error("the database is down"));
  }
  await rejects(openTextStream(broken()), /the database is down/);
});

Deno.test("openTextStream() breaks off if later lines cannot be read", async () => {
  async function* broken(): AsyncGenerator<string> {
    yield "z".repeat(20_000);
    await Promise.reject(new Error("the database is down"));
  }
  const stream = await openTextStream(broken());
  await rejects(new Response(stream).text(), /the database is down/);
});
