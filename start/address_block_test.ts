import { strictEqual } from "node:assert/strict";
import { addressBlock } from "./address_block.ts";

const BLOCKS: [address: string, block: string][] = [
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::1", "0:0:0:0"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:0DB8:0:0:ffff:ffff:ffff:ffff", "2001:db8:0:0"],
  ["2001:db8:1:2:3::", "2001:db8:1:2"],
  ["2001:db8:1:3::1", "2001:db8:1:3"],
  ["2001::5:6:7:8:9", "2001:0:0:5"],
];

for (const [address, block] of BLOCKS) {
  Deno.test(`addressBlock() takes ${address} as part of ${block}`, () => {
    strictEqual(addressBlock(address), block);
  });
}
