import { deepStrictEqual, throws } from "node:assert/strict";
import { parseRange } from "./parse_range.ts";

const NOW_MS = 1_700_000_000_500;
const parse = (query: string) => parseRange(new URLSearchParams(query), NOW_MS);

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
    deepStrictEqual(parse(query), { from, to });
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
    throws(() => parse(query), { name: "ParameterError", message });
  });
}
