import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { parseTopics } from "./parameters.ts";
import {
  compareAddress,
  nextTheme,
  readTheme,
  themeCookie,
  THEMES,
} from "./theme.ts";

Deno.test("compareAddress() can be read, by people too", () => {
  strictEqual(
    compareAddress(["trump", "klima"], { range: "1h", scale: null }),
    "/compare?topics=trump,klima&range=1h",
  );
  strictEqual(compareAddress([]), "/compare");
});

Deno.test("compareAddress() names topics of any script", () => {
  const slugs = ["größe", "気候", "a-b_c"];
  const { searchParams } = new URL(compareAddress(slugs), "http://localhost");
  deepStrictEqual(parseTopics(searchParams), slugs);
});

const CASES: [cookies: string | null, expected: string][] = [
  [null, "auto"],
  ["", "auto"],
  ["freshet_theme=dark", "dark"],
  ["a=b; freshet_theme=light; c=d", "light"],
  ["not_freshet_theme=dark", "auto"],
  ['freshet_theme=x" onload="', "auto"],
];

for (const [cookies, expected] of CASES) {
  Deno.test(`readTheme() takes ${JSON.stringify(cookies)} as ${expected}`, () => {
    strictEqual(readTheme(cookies), expected);
  });
}

Deno.test("themeCookie() is read again, and forgets what is left to the system", () => {
  for (const theme of THEMES) strictEqual(readTheme(themeCookie(theme)), theme);
  match(themeCookie("auto"), /Max-Age=0;/);
});

Deno.test("nextTheme() leads through all and back", () => {
  deepStrictEqual(THEMES.map(nextTheme), ["light", "dark", "auto"]);
});
