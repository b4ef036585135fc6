import { doesNotMatch, match, strictEqual, throws } from "node:assert/strict";
import { createSessions } from "./create_sessions.ts";

function setUp(token: string | null = "secret") {
  const clock = { ms: 1_000_000 };
  const sessions = createSessions(token, {
    lastsSeconds: 60,
    now: () => clock.ms,
  });
  return { clock, sessions };
}

Deno.test("createSessions() knows its sessions until they end", () => {
  const { clock, sessions } = setUp();
  const { value, seconds } = sessions.begin();
  strictEqual(seconds, 60);
  strictEqual(sessions.has(value), true);
  clock.ms += 59_999;
  strictEqual(sessions.has(value), true);
  clock.ms += 1;
  strictEqual(sessions.has(value), false);
});

Deno.test("createSessions() of another process with the same token knows them too", () => {
  const { value } = setUp().sessions.begin();
  strictEqual(setUp().sessions.has(value), true);
  strictEqual(setUp("other").sessions.has(value), false);
  strictEqual(setUp(null).sessions.has(value), false);
});

Deno.test("createSessions() tells nothing of the token", () => {
  const { value } = setUp().sessions.begin();
  match(value, /^1060\.[\w-]{43}$/);
  doesNotMatch(value, /secret/);
});

Deno.test("createSessions() knows no session that somebody made up", () => {
  const { sessions } = setUp();
  const { value } = sessions.begin();
  const [end, mac] = value.split(".") as [string, string];
  const other = mac.replace(/^./, (first) => first === "A" ? "B" : "A");
  const made = [
    "",
    "secret",
    end,
    `${end}.`,
    `9${end}.${mac}`,
    `${end}.${other}`,
    `${end}.${mac}x`,
    `${end}.${mac.slice(1)}`,
    `0${end}.${mac}`,
    `${end}.${"ä".repeat(43)}`,
  ];
  for (const one of made) strictEqual(sessions.has(one), false, one);
});

Deno.test("createSessions() begins none where there is no token", () => {
  throws(() => setUp(null).sessions.begin(), /no token/);
});
