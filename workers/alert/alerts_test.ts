import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createAlertStore, readAlerts } from "../../db/records/alerts.ts";
import type { AlertEvent } from "../../domain/alert/alert.ts";
import type { Log } from "../../log.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { openSqliteStore } from "../../tests/support/store.ts";
import { retryUntil } from "../../tests/support/waiting.ts";
import { type AlertTarget, runAlerts } from "./alerts.ts";

const EVENT: AlertEvent = {
  kind: "source",
  source: "bluesky:",
  since: 1_769_860_800,
  reason: "no answer",
};

const SILENT: Log = () => {};

interface Received {
  readonly body: string;
  readonly headers: Headers;
  readonly path: string;
}

/** A receiver of alerts that answers with these statuses, and then 200. */
function openReceiver(...answers: ResponseInit[]) {
  const received: Received[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      const { headers, url } = request;
      const body = await request.text();
      received.push({ body, headers, path: new URL(url).pathname });
      return new Response(null, answers.shift() ?? {});
    },
  );
  const url = new URL(`http://127.0.0.1:${server.addr.port}/hook`);
  return { received, url, [Symbol.asyncDispose]: () => server.shutdown() };
}

function target(url: URL, given: Partial<AlertTarget> = {}): AlertTarget {
  return { url, format: "json", secret: null, ...given };
}

/** Runs until `done` holds; then once more in full, so that what is too much is seen. */
async function runUntil(
  done: () => void | Promise<void>,
  run: (signal: AbortSignal) => Promise<void>[],
): Promise<void> {
  const stop = new AbortController();
  const running = run(stop.signal);
  try {
    await retryUntil(async () => await done());
  } finally {
    stop.abort();
    await Promise.all(running);
  }
}

forEachDatabase((name, open) => {
  Deno.test(`runAlerts() on ${name} sends an alert once, however many processes find it`, async () => {
    await using store = await open();
    await using receiver = openReceiver();
    const second = store.connect();
    let found = 0;
    const log = SILENT;
    await runUntil(
      () => ok(found >= 20),
      (signal) =>
        [store.db, second, store.db].map(({ kysely }) =>
          runAlerts({
            ...{ store: createAlertStore(kysely), log, signal },
            target: target(receiver.url),
            ...{ findMs: 5, sendMs: 5 },
            findEvents: () => Promise.resolve(found++ < 20 ? [EVENT] : []),
          })
        ),
    );
    strictEqual(receiver.received.length, 1);
    const [alert] = await readAlerts(store.db.kysely, "trump", 10);
    deepStrictEqual(JSON.parse(receiver.received[0]!.body), {
      ...alert,
      title: "The source bluesky: is down",
      text: "Since 2026-01-31 12:00 UTC: no answer",
      path: "/pipeline",
    });
  });
});

Deno.test("runAlerts() signs what it sends, and keeps its secrets out of the log", async () => {
  await using store = await openSqliteStore();
  await using receiver = openReceiver({ status: 500 });
  const alerts = createAlertStore(store.db.kysely);
  const lines: string[] = [];
  const log: Log = (...line) => lines.push(JSON.stringify(line));
  await alerts.add(EVENT, { nowMs: Date.now(), isSent: true });
  const url = new URL("path-secret", receiver.url);
  await runUntil(() => strictEqual(receiver.received.length, 2), (signal) => [
    runAlerts({
      ...{
        store: alerts,
        log,
        signal,
        sendMs: 20,
        findEvents: () => Promise.resolve([]),
      },
      target: target(url, { secret: "key-secret" }),
    }),
  ]);
  const [first, again] = receiver.received;
  const signature = createHmac("sha256", "key-secret").update(first!.body)
    .digest("hex");
  strictEqual(
    first!.headers.get("x-freshet-signature"),
    `sha256=${signature}`,
  );
  strictEqual(
    first!.headers.get("idempotency-key"),
    again!.headers.get("idempotency-key"),
  );
  match(lines.join(), /not taken yet.*status 500/);
  ok(!lines.join().includes("secret"), lines.join());
});

Deno.test("runAlerts() follows no redirect, and tries what is refused for good only once", async () => {
  for (
    const answer of [{
      status: 307,
      headers: { location: "/elsewhere" },
    }, { status: 404 }]
  ) {
    await using store = await openSqliteStore();
    await using receiver = openReceiver(answer);
    const { kysely: db } = store.db;
    const alerts = createAlertStore(db);
    await alerts.add(EVENT, { nowMs: Date.now(), isSent: true });
    const stateOf = async () =>
      (await db.selectFrom("alerts").select("state").executeTakeFirst())?.state;
    await runUntil(
      async () => strictEqual(await stateOf(), "failed"),
      (signal) => [
        runAlerts({
          ...{
            store: alerts,
            signal,
            sendMs: 5,
            findEvents: () => Promise.resolve([]),
          },
          log: SILENT,
          target: target(receiver.url),
        }),
      ],
    );
    deepStrictEqual(receiver.received.map(({ path }) => path), ["/hook"]);
  }
});

Deno.test("addAlert() stores one of a topic and hour, and one of a jump", async () => {
  await using store = await openSqliteStore();
  const { add } = createAlertStore(store.db.kysely);
  const hour = 3_600_000;
  const options = (nowMs: number) => ({ nowMs, isSent: true });
  const later = (hours: number): AlertEvent => ({
    ...EVENT,
    since: EVENT.since + hours * 3_600,
  });
  strictEqual(await add(EVENT, options(0)), true);
  strictEqual(await add(EVENT, options(9 * hour)), false);
  strictEqual(await add(later(0.5), options(9 * hour)), false);
  strictEqual(await add(later(2), options(hour - 1)), false);
  strictEqual(await add(later(2), options(hour)), true);
  const other = { ...EVENT, source: "x:" };
  strictEqual(await add(other, options(hour)), true);
});
