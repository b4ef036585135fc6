import { ok, strictEqual } from "node:assert/strict";
import { authors } from "./authors.ts";
import { languages } from "./languages.ts";

Deno.test("authors are many, and no two have one handle", () => {
  const handles = authors.map((author) => author.handle);
  strictEqual(new Set(handles).size, handles.length);
  ok(
    handles.length > 500 &&
      handles.every((h) => /^[a-z]+_?[a-z]+_?\d*$/.test(h)),
  );
});

Deno.test("authors write every language, and most write English", () => {
  for (const code of Object.keys(languages)) {
    const count = authors.filter((author) => author.lang === code).length;
    ok(code === "en" ? count > 300 : count > 5, `${count} write ${code}`);
  }
});
