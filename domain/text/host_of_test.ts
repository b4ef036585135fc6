import { strictEqual } from "node:assert/strict";
import { hostOf } from "./host_of.ts";

const CASES: Record<string, string | null> = {
  "https://t.co/abc": "t.co",
  "HTTP://WWW.Example.COM:8080/x?y#z": "example.com",
  "https://news.bbc.co.uk": "news.bbc.co.uk",
  "https://user:word@host.example/": "host.example",
  "https://www2.example.com": "www2.example.com",
  "http://münchen.de/x": "xn--mnchen-3ya.de",
  "https://t.co).": "t.co",
  "https://t.co/abc…": "t.co",
  "https://t.c…": null,
  "https://a..b/": null,
  "https://.../": null,
  "https://": null,
  "https:///path": null,
  "https://a b": null,
  "http://x.co)bad/": null,
  "http://[::1]/": null,
  "http://999.999.999.999/": null,
  "javascript:alert(1)": null,
  "www.example.com": null,
};

for (const [link, host] of Object.entries(CASES)) {
  Deno.test(`hostOf() reads ${JSON.stringify(link)} as ${host}`, () => {
    strictEqual(hostOf(link), host);
  });
}

Deno.test("hostOf() looks no further than a name can be long", () => {
  strictEqual(hostOf(`https://${"a.".repeat(200)}b/`), null);
});
