import { deepStrictEqual } from "node:assert/strict";
import { parseTime } from "./times.ts";

const CASES: Record<string, string | null> = {
  "2009-05-04T18:54:25.000Z": "2009-05-04T18:54:25.000Z",
  "2009-05-04T18:54:25Z": "2009-05-04T18:54:25.000Z",
  "2015-02-24T11:35:52-08:00": "2015-02-24T19:35:52.000Z",
  "2015-02-24 11:35:52 -0800": "2015-02-24T19:35:52.000Z",
  "2015-02-24T11:35:52.123456+0530": "2015-02-24T06:05:52.123Z",
  " 2015-02-24t11:35:52z ": "2015-02-24T11:35:52.000Z",
  "2015-02-24 11:35:52": "2015-02-24T11:35:52.000Z",
  "2015-02-24T11:35": "2015-02-24T11:35:00.000Z",
  "2015-02-24": "2015-02-24T00:00:00.000Z",
  "Wed Oct 10 20:19:24 +0000 2018": "2018-10-10T20:19:24.000Z",
  "1970-01-01T00:00:00Z": "1970-01-01T00:00:00.000Z",
  "9999-12-31T23:59:59Z": "9999-12-31T23:59:59.000Z",
  "1969-12-31T23:59:59Z": null,
  "0000-00-00T00:00:00Z": null,
  "+275760-09-13T00:00:00Z": null,
  "2015-13-01": null,
  "2015-02-24T25:00:00Z": null,
  "yesterday": null,
  "yesterday 1": null,
  "1424806552": null,
  "2015": null,
  "": null,
};

for (const [text, expected] of Object.entries(CASES)) {
  Deno.test(`parseTime() reads "${text}" as ${expected}`, () => {
    const ms = parseTime(text);
    deepStrictEqual(ms === null ? null : new Date(ms).toISOString(), expected);
  });
}

Deno.test("parseTime() reads a time without a zone alike on every machine", async () => {
  const module = new URL("times.ts", import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { parseTime } from "${module}";
      console.log(parseTime("2015-02-24T11:35:52"));`,
    ],
    env: { TZ: "America/New_York", NO_COLOR: "1" },
  }).output();
  const expected = Date.UTC(2015, 1, 24, 11, 35, 52);
  deepStrictEqual(new TextDecoder().decode(stdout).trim(), String(expected));
});
