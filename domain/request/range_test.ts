import fc from "fast-check";
import {
  deepStrictEqual,
  match,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import { nearRanges, timeParams, zoomParams } from "./address.ts";
import type { Motion } from "../live/window.ts";
import { ParameterError } from "./parameters.ts";
import { type PageRange, parseRange, parseStep, rangeMotion } from "./range.ts";

Deno.test("nearRanges() goes half a stretch back and on, to its middle, and around it", () => {
  const near = nearRanges({ from: 1_000, to: 5_000 }, 100_000_000);
  deepStrictEqual(near, {
    earlier: { range: null, from: "0", to: "3000" },
    less: { range: null, from: "2000", to: "4000" },
    more: { range: null, from: "0", to: "7000" },
    later: { range: null, from: "3000", to: "7000" },
  });
});

Deno.test("nearRanges() goes no further than now", () => {
  const near = nearRanges({ from: 6_000, to: 10_000 }, 10_000_000);
  deepStrictEqual(near.later, null);
  deepStrictEqual(near.more, { range: null, from: "4000", to: null });
});

const HOUR = { from: 7_200, to: 10_800 };
const parse = (step: string, range = HOUR) =>
  parseStep(new URLSearchParams({ step }), range);

Deno.test("parseStep() reads multiples of ten", () => {
  for (const step of [10, 20, 60, 3_600, 86_400]) {
    strictEqual(parse(String(step)), step);
  }
});

Deno.test("parseStep() finds a fitting step by itself", () => {
  strictEqual(parse(""), 30);
  strictEqual(parseStep(new URLSearchParams(), { from: 0, to: 900 }), 10);
});

Deno.test("parseStep() takes and finds whole minutes only where they are asked for", () => {
  const parseMinutes = (step: string, range = HOUR) =>
    parseStep(new URLSearchParams({ step }), range, { unit: 60 });
  strictEqual(parseMinutes("120"), 120);
  strictEqual(parseMinutes("", { from: 0, to: 300 }), 60);
  strictEqual(parseMinutes("", { from: 0, to: 86_400 }) % 60, 0);
  throws(() => parseMinutes("90"), /a positive multiple of 60/);
});

for (const step of ["0", "-10", "5", "15", "10.5", "1e1", "ten", "Infinity"]) {
  Deno.test(`parseStep() refuses ${step}`, () => {
    throws(() => parse(step), {
      name: "ParameterError",
      parameter: "step",
      value: step,
    });
  });
}

Deno.test("parseStep() takes 10,000 points and no more", () => {
  strictEqual(parse("10", { from: 0, to: 100_000 }), 10);
  throws(() => parse("10", { from: 0, to: 100_001 }), ParameterError);
  throws(() => parse("10", { from: 9, to: 100_001 }), ParameterError);
});

Deno.test("parseStep() tells a step that it would take", () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(fc.property(time, time, (a, b) => {
    const range = { from: Math.min(a, b), to: Math.max(a, b) + 100_020 };
    try {
      parse("10", range);
      throw new Error("10 was taken");
    } catch (error) {
      ok(error instanceof ParameterError, String(error));
      match(
        error.message,
        /^step must be \d+ or more for \d+ s, as a response/,
      );
      const [, least] = /must be (\d+)/.exec(error.message)!;
      strictEqual(parse(least!, range), Number(least));
    }
  }));
});

const NOW_MS = 1_700_000_000_500;
const parseParseRange = (query: string) =>
  parseRange(new URLSearchParams(query), NOW_MS);

const GOOD: Record<string, [from: number, to: number]> = {
  "": [1_699_999_101, 1_700_000_001],
  "from=&to=": [1_699_999_101, 1_700_000_001],
  "from=1600000000": [1_600_000_000, 1_700_000_001],
  "to=1600000000": [1_599_999_100, 1_600_000_000],
  "to=100": [0, 100],
  "from=0&to=1": [0, 1],
  "from=2018-01-01&to=2018-01-02": [1_514_764_800, 1_514_851_200],
  "from=2018-01-01T00:00:00Z&to=2018-01-01T02:00:00%2B01:00": [
    1_514_764_800,
    1_514_768_400,
  ],
};

for (const [query, [from, to]] of Object.entries(GOOD)) {
  Deno.test(`parseRange() reads "${query}"`, () => {
    deepStrictEqual(parseParseRange(query), { from, to });
  });
}

const BAD: Record<string, string> = {
  "from=soon":
    'from must be seconds since 1970 or an ISO 8601 time: current value is "soon"',
  "to=-5":
    'to must be seconds since 1970 or an ISO 8601 time: current value is "-5"',
  "from=20&to=10":
    'from must be before to, which is "10": current value is "20"',
  "from=10&to=10":
    'from must be before to, which is "10": current value is "10"',
  "from=1800000000":
    'from must be before to, which is 1700000001: current value is "1800000000"',
  "to=0": 'from must be before to, which is "0": current value is "0"',
};

for (const [query, message] of Object.entries(BAD)) {
  Deno.test(`parseRange() refuses "${query}"`, () => {
    throws(() => parseParseRange(query), { name: "ParameterError", message });
  });
}

const NOW = 10_000;
const past = { kind: "custom", from: 1_000, to: 9_000 } as const;

const CASES: [
  name: string,
  range: PageRange,
  end: number,
  motion: Motion | null,
][] = [
  ["an hour slides", { kind: "1h", from: 6_400, to: NOW }, 10_020, {
    slides: true,
    until: null,
  }],
  ["a time without end grows", { ...past, to: NOW, isOpen: true }, 10_020, {
    slides: false,
    until: null,
  }],
  ["a time that ends later grows to its end", { ...past, to: 10_300 }, 10_020, {
    slides: false,
    until: 10_300,
  }],
  ["a time that is over rests", past, 9_000, null],
  ["all that is stored grows if it reaches now", { kind: "all" }, 10_020, {
    slides: false,
    until: null,
  }],
  ["all that is stored rests if it is old", { kind: "all" }, 5_000, null],
];

for (const [name, range, end, motion] of CASES) {
  Deno.test(`rangeMotion(): ${name}`, () => {
    deepStrictEqual(rangeMotion(range, end, NOW * 1_000), motion);
  });
}

const TIME_PARAMS_CASES: Record<string, string> = {
  "/t/trump": "",
  "/t/trump?q=a&range=1h&zone=utc": "range=1h",
  "/t/trump?to=2&q=a&from=1": "from=1&to=2",
  "/t/trump?from=&range=6h": "range=6h",
};

for (const [address, expected] of Object.entries(TIME_PARAMS_CASES)) {
  Deno.test(`timeParams() finds "${expected}" in ${address}`, () => {
    strictEqual(timeParams(address).toString(), expected);
  });
}

const ZOOM_PARAMS_NOW = 100_000;

function zoom(from: number, to: number, beyond = 0): (string | null)[] {
  const params = zoomParams({ from, to }, ZOOM_PARAMS_NOW * 1_000, beyond);
  return [params.range, params.from, params.to];
}

Deno.test("zoomParams() shows a stretch of time", () => {
  deepStrictEqual(zoom(1_000, 4_600), [null, "1000", "4600"]);
  deepStrictEqual(zoom(1_003, 4_592), [null, "1000", "4600"]);
});

Deno.test("zoomParams() shows a minute at least", () => {
  deepStrictEqual(zoom(1_000, 1_010), [null, "970", "1040"]);
});

Deno.test("zoomParams() has no end where the stretch reaches beyond now", () => {
  deepStrictEqual(zoom(90_000, 110_000), [null, "90000", null]);
  deepStrictEqual(zoom(90_000, 100_020, 60), [null, "90000", "100020"]);
});

Deno.test("zoomParams() begins before now and after 1970", () => {
  deepStrictEqual(zoom(-500, 1_000), [null, "0", "1000"]);
  deepStrictEqual(zoom(100_500, 100_900), [null, "99940", null]);
});
