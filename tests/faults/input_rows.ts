import { ok, strictEqual } from "node:assert/strict";
import { jetstream } from "nats/jetstream";
import { connectNats } from "../../workers/broker/jetstream/connection.ts";
import type { FaultRow, Scale } from "./row.ts";
import { settle, timeToFlow } from "./findings.ts";
import { openWorld, queryMysql, type World } from "./world.ts";

const encoder = new TextEncoder();

/** Messages that no program of ours would send, each for a subject. */
function makeHostile(scale: Scale): [subject: string, data: Uint8Array][] {
  const good = {
    receivedMs: Date.now(),
    checkpoint: null,
    id: "hostile",
    createdMs: Date.now(),
    text: "a text about $AAPL",
    lang: "en",
    author: null,
    url: null,
  };
  const texts = [
    "",
    "x",
    "null",
    "[]",
    '"',
    "{}",
    "[".repeat(50_000),
    JSON.stringify({ ...good, createdMs: 8.64e15 }),
    JSON.stringify({ ...good, createdMs: -8.64e15 }),
    JSON.stringify({ ...good, createdMs: "yesterday" }),
    JSON.stringify({ ...good, text: 7 }),
    JSON.stringify({ ...good, text: null, id: {} }),
    JSON.stringify({ ...good, id: "" }),
    JSON.stringify({ ...good, receivedMs: 8.64e15 }),
    JSON.stringify({ ...good, receivedMs: 1e300 }),
    JSON.stringify({ ...good, id: "x".repeat(10_000) }),
    JSON.stringify({ ...good, lang: "x".repeat(70_000) }),
    JSON.stringify({ ...good, id: undefined }).replace(
      "{",
      '{"__proto__":{"id":"hostile"},',
    ),
  ];
  const large = (size: number) => new Uint8Array(size).fill(0x61);
  const data = [
    ...texts.map((text) => encoder.encode(text)),
    new Uint8Array([0xff, 0xfe, 0x00, 0xc0, 0x80]),
    new Uint8Array([...encoder.encode('{"id":"'), 0xed, 0xa0, 0x80, 0x22]),
    large(65_537),
    ...scale.isSmall ? [] : [large(900_000)],
  ];
  const ofPosts = data.map((data): [string, Uint8Array] => [
    "posts.aapl.file",
    data,
  ]);
  const broken = encoder.encode("{");
  return [
    ...ofPosts,
    ["posts.a.b.c", encoder.encode(JSON.stringify(good))],
    ["posts.aapl", encoder.encode(JSON.stringify(good))],
    ["deletes.file", broken],
    ["edits.file", broken],
    ["rejected.file", broken],
  ];
}

/** Asserts that each page can be shown. */
async function assertPages({ addresses }: World): Promise<void> {
  const paths = [
    "/",
    "/t/aapl?range=all",
    "/compare?topics=aapl,goog&range=all",
    "/embed/t/aapl",
    "/pipeline",
    "/api/series?topic=aapl&range=all",
    "/api/export?topic=aapl",
  ];
  for (const path of paths) {
    const response = await fetch(addresses[0] + path);
    await response.text();
    strictEqual(response.status, 200, path);
  }
}

const hostile: FaultRow = {
  name: "1 message in 100 is hostile",
  mustHold: "each a skipped row, no stall above 1 s, every page 200",
  isQuick: true,
  async run(scale) {
    await using world = await openWorld(
      scale.isSmall ? { posts: 3_000 } : { posts: 50_000, rate: 400 },
    );
    await using link = await connectNats(world.nats.url);
    const client = jetstream(link.connection);
    await world.reach(50);
    const rounds = scale.isSmall ? 1 : 20;
    let sent = 0;
    let worst = 0;
    for (let round = 0; round < rounds; round++) {
      for (const [subject, data] of makeHostile(scale)) {
        await client.publish(subject, data);
        sent++;
      }
      worst = Math.max(worst, await timeToFlow(world, 10_000));
    }
    const findings = await settle(world, { broken: null });
    const [skipped] = await queryMysql(
      world.database.url,
      "select count(*) as n from skipped where reason <> 'duplicate'",
    );
    // A line of the file that is broken may have come twice.
    ok(Number(skipped!.n) >= sent + world.file.broken, `${skipped!.n} skipped`);
    await assertPages(world);
    return { ...findings, hostile: sent, stallMs: worst };
  },
};

/** Messages that should not be. */
export const INPUT_ROWS: readonly FaultRow[] = [hostile];
