import { deepStrictEqual } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { zone } from "../address/address.ts";
import { RangeNav } from "./RangeNav.tsx";

/** The zones that the page offers, each with whether it is that of all times. */
function zonesOf(shown: string): [name: string, current: string][] {
  zone.value = shown;
  try {
    const html = render(
      <RangeNav address="/t/cat" from={0} to={900} nowMs={900_000} />,
    );
    const [, list] = /<ul class="zones[^"]*">(.*?)<\/ul>/s.exec(html)!;
    return Array.from(
      list!.matchAll(/aria-current="(\w+)"[^>]*>([^<]+)</g),
      ([, current, name]) => [name!, current!],
    );
  } finally {
    zone.value = "UTC";
  }
}

Deno.test("<RangeNav> marks the zone of the page's times, whatever it is", () => {
  deepStrictEqual(zonesOf("UTC"), [["local", "false"], ["UTC", "true"]]);
  deepStrictEqual(zonesOf("local"), [["local", "true"], ["UTC", "false"]]);
  deepStrictEqual(zonesOf("America/New_York"), [
    ["local", "false"],
    ["UTC", "false"],
    ["America/New York", "true"],
  ]);
});
