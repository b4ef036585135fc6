import { strictEqual } from "node:assert/strict";
import {
  frozenAddress,
  provenanceAddress,
  seriesAddress,
  type ShownTime,
} from "./frozen.ts";

const HOUR: ShownTime = {
  address: "/t/trump?range=1h&q=a%26b&before=9",
  ...{ from: 3_600, to: 7_200, step: 60, zone: "Europe/Berlin" },
  nowMs: 7_150_900,
};

Deno.test("frozenAddress() keeps what is shown, and ends now", () => {
  strictEqual(
    frozenAddress(HOUR),
    "/t/trump?q=a%26b&from=3600&to=7150&zone=Europe%2FBerlin",
  );
});

Deno.test("frozenAddress() keeps the times that were asked for, and the unit that was found", () => {
  strictEqual(
    frozenAddress({
      ...HOUR,
      address: "/compare?topics=a,b&from=3700&zone=utc",
      ...{ per: "week", zone: "UTC", step: 604_800 },
    }),
    "/compare?topics=a,b&zone=UTC&from=3700&to=7150&per=week",
  );
});

Deno.test("seriesAddress() asks for the buckets that are shown", () => {
  strictEqual(
    seriesAddress("a&b", HOUR),
    "/api/series?topic=a%26b&from=3600&to=7150&step=60&format=csv",
  );
  strictEqual(
    seriesAddress("trump", { ...HOUR, per: "day" }, { bySource: true }),
    "/api/series?topic=trump&from=3600&to=7150&per=day&zone=Europe%2FBerlin&by=source&format=csv",
  );
});

Deno.test("provenanceAddress() names the zone", () => {
  strictEqual(
    provenanceAddress("trump", HOUR),
    "/api/export?topic=trump&from=3600&to=7150&zone=Europe%2FBerlin&provenance=1",
  );
});

Deno.test("seriesAddress() and provenanceAddress() ask for the posts that are shown", () => {
  const filter = {
    sentiment: "negative",
    term: { kind: "hashtag", term: "a&b" },
    kinds: ["post", "reply"],
    author: "ann",
  } as const;
  const shown = { ...HOUR, filter };
  const asked = "sentiment=negative&term=hashtag%3Aa%26b&author=ann" +
    "&kind=post%2Creply";
  for (
    const address of [
      seriesAddress("trump", shown),
      provenanceAddress("trump", shown),
    ]
  ) {
    strictEqual(address.includes(`&${asked}&`), true, address);
  }
});
