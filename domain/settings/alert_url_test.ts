import { strictEqual, throws } from "node:assert/strict";
import {
  isLiteralHost,
  isPublicAddress,
  maskAlertUrl,
  parseAlertUrl,
} from "./alert_url.ts";

Deno.test("parseAlertUrl() takes http and https without a password", () => {
  strictEqual(parseAlertUrl("https://hooks.example/a").host, "hooks.example");
  for (
    const bad of ["hooks.example", "ftp://a/", "https://ann:pw@a.example/"]
  ) {
    throws(() => parseAlertUrl(bad), { name: "AlertUrlError" });
  }
  strictEqual(
    maskAlertUrl("https://hooks.example/secret?key=1"),
    "https://hooks.example/…",
  );
});

const PUBLIC = ["1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"];
const PRIVATE = [
  ...["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"],
  ...["0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "a.example"],
  ...["::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1"],
  ...["::ffff:7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", ""],
];

for (const address of [...PUBLIC, ...PRIVATE]) {
  const isPublic = PUBLIC.includes(address);
  Deno.test(`isPublicAddress() says ${isPublic ? "yes" : "no"} to "${address}"`, () => {
    strictEqual(isPublicAddress(address), isPublic);
  });
}

Deno.test("isLiteralHost() knows addresses that an operator wrote", () => {
  const of = (url: string) => isLiteralHost(new URL(url));
  for (
    const url of ["http://127.0.0.1:1/", "http://[::1]/", "http://localhost/"]
  ) {
    strictEqual(of(url), true, url);
  }
  strictEqual(of("https://hooks.example/"), false);
});
