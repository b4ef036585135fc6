import { strictEqual } from "node:assert/strict";
import { downloadHeaders } from "./download_headers.ts";

const DAY = { from: 1_514_764_800, to: 1_514_851_200 };

Deno.test("downloadHeaders() names the file after what it holds", () => {
  const headers = new Headers(downloadHeaders("trump", DAY, "csv"));
  const name = "freshet-trump-20180101T000000Z-20180102T000000Z.csv";
  strictEqual(
    headers.get("content-disposition"),
    `attachment; filename="${name}"; filename*=UTF-8''${name}`,
  );
  strictEqual(
    headers.get("content-type"),
    "text/csv; charset=utf-8; header=present",
  );
});

Deno.test("downloadHeaders() keeps to ASCII whatever the topic's name", () => {
  const headers = new Headers(downloadHeaders("café-東京", DAY, "ndjson"));
  const value = headers.get("content-disposition")!;
  strictEqual(/^[ -~]*$/.test(value), true);
  const [, plain, exact] = /filename="(.*)"; filename\*=UTF-8''(.*)$/.exec(
    value,
  )!;
  strictEqual(plain!.startsWith("freshet-caf_-__-2018"), true);
  strictEqual(
    decodeURIComponent(exact!).startsWith("freshet-café-東京-2018"),
    true,
  );
});
