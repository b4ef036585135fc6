import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { splitLinks } from "./links.ts";

function linksOf(text: string): string[] {
  return splitLinks(text).flatMap(({ text, href }) =>
    href === null ? [] : text
  );
}

for (
  const [text, links] of [
    ["see https://a.example/b?c=d#e now", ["https://a.example/b?c=d#e"]],
    ["(https://a.example/b), https://c.example.", [
      ...["https://a.example/b", "https://c.example"],
    ]],
    ["https://a.example/x_(y)", ["https://a.example/x_(y)"]],
    ["[https://a.example/x_(y)]!?", ["https://a.example/x_(y)"]],
    ["HTTPS://A.example/日本。", ["HTTPS://A.example/日本"]],
    ["line\nhttp://a.example\nline", ["http://a.example"]],
    ["https://t.co/ab…", []],
    ["https://bank.example@evil.example/", []],
    ["https://a:b@evil.example/", []],
    ["javascript:alert(1) data:text/html,x ftp://a.example", []],
    ["https:// http://", []],
    ['"https://a.example"onclick="x', ["https://a.example"]],
    ["https://a.example/<script>", ["https://a.example/"]],
    ["https://a.example/\u202egpj.exe", ["https://a.example/"]],
    [`https://a.example/${"x".repeat(3_000)}`, []],
  ] as const
) {
  Deno.test(`splitLinks() finds ${links.length} in ${JSON.stringify(text).slice(0, 50)}`, () => {
    deepStrictEqual(linksOf(text), [...links]);
  });
}

Deno.test("splitLinks() leaves every text as it is", () => {
  const pieces = ["https://", "http://a.b", "@", "…", ")", "(", "]", ".", " "];
  const text = fc.array(
    fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary" })),
  ).map((parts) => parts.join(""));
  fc.assert(fc.property(text, (text) => {
    const parts = splitLinks(text);
    strictEqual(parts.map(({ text }) => text).join(""), text);
    ok(parts.every(({ href }) => href === null || /^https?:/.test(href)));
  }));
});

Deno.test("splitLinks() reads a long address once", () => {
  const startMs = performance.now();
  for (const end of [")", "]", ".", "("]) {
    splitLinks("https://a.example/" + end.repeat(1_500));
  }
  ok(performance.now() - startMs < 500);
});
