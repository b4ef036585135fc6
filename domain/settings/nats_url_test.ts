import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { NatsUrlError, parseNatsUrl } from "./nats_url.ts";

const RIGHT: [
  url: string,
  hosts: string[],
  login?: [user: string, pass: string],
][] = [
  ["nats://localhost", ["localhost:4222"]],
  ["nats://127.0.0.1:4333/", ["127.0.0.1:4333"]],
  ["nats://a:1,b,c-d.example:3", ["a:1", "b:4222", "c-d.example:3"]],
  ["nats://[::1]:5,[fe80::1]", ["[::1]:5", "[fe80::1]:4222"]],
  ["nats://me:secret@a:1,b:2", ["a:1", "b:2"], ["me", "secret"]],
  ["nats://m%40e:p%40s%3As%2F%25@a", ["a:4222"], ["m@e", "p@s:s/%"]],
  ["nats://me:p@s:s/w@a", ["a:4222"], ["me", "p@s:s/w"]],
  ["nats://me:😀@a", ["a:4222"], ["me", "😀"]],
];

for (const [url, hosts, login] of RIGHT) {
  Deno.test(`parseNatsUrl() reads ${url}`, () => {
    const address = parseNatsUrl(url);
    deepStrictEqual(address.hosts, hosts);
    strictEqual(address.tls, false);
    const [user, pass] = login ?? [];
    deepStrictEqual(address.authenticate(), login && { user, pass });
  });
}

Deno.test("parseNatsUrl() reads whether the connection must be encrypted", () => {
  strictEqual(parseNatsUrl("tls://a").tls, true);
});

const WRONG = [
  "",
  "nats:",
  "nats://",
  "nats:///",
  "http://a",
  "a:4222",
  "nats://a:0",
  "nats://a:65536",
  "nats://a:b",
  "nats://a,,b",
  "nats://a/path",
  "nats://a b",
  "nats://s3cret@a",
  "nats://:s3cret@a",
  "nats://me:@a",
  "nats://me:s3cret%@a",
  "nats://me:s3cret@",
  "nats://me:s3cret@a:99999",
];

for (const url of WRONG) {
  Deno.test(`parseNatsUrl() refuses "${url}", and shows none of its secrets`, () => {
    throws(() => parseNatsUrl(url), (error) => {
      ok(error instanceof NatsUrlError);
      ok(error.message.startsWith("must "), error.message);
      ok(!Deno.inspect(error).replaceAll(/^ +at .*$/gm, "").includes("s3cret"));
      return true;
    });
  });
}

Deno.test("parseNatsUrl() answers an address that shows no password when it is written down", () => {
  const address = parseNatsUrl("nats://me:s3cret@a");
  ok(!Deno.inspect(address, { showHidden: true }).includes("s3cret"));
  ok(!JSON.stringify(address).includes("s3cret"));
});
