import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeCertificate } from "../../../tests/support/certificates.ts";
import { temporaryFolder } from "../../../tests/support/temporary.ts";
import { clampCreated, findScheme, headOf } from "./shared.ts";

const NOW = Date.UTC(2026, 6, 4, 12);
const DAY = 86_400_000;

const CASES: readonly [string, createdMs: number, expected: number][] = [
  ["takes a believable time as it is", NOW - 3_600_000, NOW - 3_600_000],
  ["takes a time of a day ago", NOW - DAY, NOW - DAY],
  ["moves what is older to a day ago", NOW - DAY - 1, NOW - DAY],
  ["moves the year 1601 to a day ago", Date.UTC(1601, 0, 1), NOW - DAY],
  ["takes a clock that is a minute fast", NOW + 60_000, NOW + 60_000],
  ["moves what is later to a minute from now", NOW + 60_001, NOW + 60_000],
  ["moves the year 2999", Date.UTC(2999, 0, 1), NOW + 60_000],
  ["takes the time of receipt for no time", NaN, NOW],
  ["moves the beginning of all time", -Infinity, NOW - DAY],
  ["moves the end of all time", Infinity, NOW + 60_000],
  ["gives whole milliseconds", NOW - 0.5, NOW - 1],
];

for (const [does, createdMs, expected] of CASES) {
  Deno.test(`clampCreated() ${does}`, () => {
    strictEqual(clampCreated(createdMs, NOW), expected);
  });
}

function portOf(server: Deno.HttpServer<Deno.NetAddr> | Deno.Listener): number {
  return (server.addr as Deno.NetAddr).port;
}

Deno.test("findScheme() takes every other machine to speak TLS", async () => {
  strictEqual(await findScheme("mastodon.social"), "https");
  strictEqual(await findScheme("127.0.0.1.example:80"), "https");
});

Deno.test("findScheme() knows a server on this machine without TLS", async () => {
  const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
  await using server = Deno.serve(options, () => new Response());
  strictEqual(await findScheme(`127.0.0.1:${portOf(server)}`), "http");
});

Deno.test("findScheme() knows a server on this machine with TLS, whoever signed for it", async () => {
  await using folder = await temporaryFolder();
  const made = await makeCertificate(folder.path, "localhost");
  await using server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen() {},
    cert: await Deno.readTextFile(made.certificate),
    key: await Deno.readTextFile(made.key),
  }, () => new Response());
  strictEqual(await findScheme(`localhost:${portOf(server)}`), "https");
});

Deno.test("findScheme() does not wait for a server that says nothing", async () => {
  using silent = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const accepting = silent.accept();
  strictEqual(await findScheme(`127.0.0.1:${portOf(silent)}`), "http");
  (await accepting).close();
});

Deno.test("findScheme() does not mind that nobody listens", async () => {
  strictEqual(await findScheme("127.0.0.1:1"), "http");
});

const encoder = new TextEncoder();

Deno.test("headOf() keeps what is short", () => {
  deepStrictEqual(headOf("{é😀"), encoder.encode("{é😀"));
  deepStrictEqual(headOf(new Uint8Array([0xff, 0])), new Uint8Array([0xff, 0]));
  strictEqual(headOf("").length, 0);
});

for (const letter of ["a", "é", "語", "😀", "\ud800"]) {
  Deno.test(`headOf() cuts a long text of ${JSON.stringify(letter)} at 512 bytes`, () => {
    const text = letter.repeat(1_000);
    deepStrictEqual(headOf(text), encoder.encode(text).slice(0, 512));
  });
}

Deno.test("headOf() holds on to no more memory than it keeps", () => {
  const bytes = headOf(new Uint8Array(1_000_000));
  strictEqual(bytes.buffer.byteLength, 512);
  strictEqual(headOf("語".repeat(1_000)).buffer.byteLength, 512);
});
