import { strictEqual } from "node:assert/strict";
import { formatAddress } from "./format_address.ts";

Deno.test("formatAddress() puts an address of IPv6 in brackets", () => {
  strictEqual(formatAddress("127.0.0.1", 8_000), "http://127.0.0.1:8000/");
  strictEqual(formatAddress("localhost", 80), "http://localhost:80/");
  strictEqual(formatAddress("::1", 8_000), "http://[::1]:8000/");
});
