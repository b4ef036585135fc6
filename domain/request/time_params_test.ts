import { strictEqual } from "node:assert/strict";
import { timeParams } from "./time_params.ts";

const CASES: Record<string, string> = {
  "/t/trump": "",
  "/t/trump?q=a&range=1h&zone=utc": "range=1h",
  "/t/trump?to=2&q=a&from=1": "from=1&to=2",
  "/t/trump?from=&range=6h": "range=6h",
};

for (const [address, expected] of Object.entries(CASES)) {
  Deno.test(`timeParams() finds "${expected}" in ${address}`, () => {
    strictEqual(timeParams(address).toString(), expected);
  });
}
