import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createAdmission } from "./create_admission.ts";

const HERE = "192.0.2.1";
const THERE = "192.0.2.2";

/** An admission with a clock of its own, and a way to guess `count` times. */
function setUp() {
  const clock = { ms: 0 };
  const admit = createAdmission("secret", { now: () => clock.ms });
  const kindOf = (token: string | null, from = HERE) => admit(token, from).kind;
  const guess = (count: number, from = HERE) => {
    for (let i = 0; i < count; i++) {
      strictEqual(kindOf(`guess ${i}`, from), "refused");
    }
  };
  return { clock, admit, kindOf, guess };
}

Deno.test("createAdmission() admits the token and nothing else", () => {
  const { kindOf } = setUp();
  strictEqual(kindOf("secret"), "admitted");
  for (const token of ["", "secre", "secrets", "Secret", "secret ", null]) {
    strictEqual(kindOf(token), "refused");
  }
});

Deno.test("createAdmission() admits nobody where there is no token", () => {
  const admit = createAdmission(null);
  for (const token of ["", "null", null]) {
    deepStrictEqual(admit(token, HERE), { kind: "read-only" });
  }
});

Deno.test("createAdmission() takes ten wrong tokens a minute from one address", () => {
  const { clock, admit, kindOf, guess } = setUp();
  guess(1);
  clock.ms = 20_500;
  guess(9);
  deepStrictEqual(admit("guess", HERE), { kind: "blocked", retryAfter: 40 });
  deepStrictEqual(admit("secret", HERE), { kind: "blocked", retryAfter: 40 });
  deepStrictEqual(admit(null, HERE), { kind: "blocked", retryAfter: 40 });
  clock.ms = 60_000;
  strictEqual(kindOf("secret"), "admitted");
  guess(10);
  strictEqual(kindOf("secret"), "blocked");
});

Deno.test("createAdmission() holds up nobody for what others try", () => {
  const { kindOf, guess } = setUp();
  guess(10);
  strictEqual(kindOf("secret"), "blocked");
  strictEqual(kindOf("secret", THERE), "admitted");
  guess(10, THERE);
  strictEqual(kindOf("secret", THERE), "blocked");
});

Deno.test("createAdmission() counts no token as no try", () => {
  const { kindOf } = setUp();
  for (let i = 0; i < 20; i++) strictEqual(kindOf(null), "refused");
  strictEqual(kindOf("secret"), "admitted");
});

Deno.test("createAdmission() takes the addresses of one IPv6 network for one", () => {
  const { kindOf, guess } = setUp();
  for (let i = 0; i < 10; i++) guess(1, `2001:db8:1:2::${i}`);
  strictEqual(kindOf("secret", "2001:db8:1:2:ffff::1"), "blocked");
  strictEqual(kindOf("secret", "2001:db8:1:3::1"), "admitted");
});

Deno.test("createAdmission() remembers no more senders than it may", () => {
  const { kindOf, guess } = setUp();
  guess(10);
  for (let i = 0; i < 10_000; i++) guess(1, `10.0.${i >> 8}.${i & 255}`);
  strictEqual(kindOf("secret"), "admitted");
});
