import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createHandleStore } from "../../../../db/records/handles.ts";
import { nameAuthors } from "../../../../db/read/handles.ts";
import { storeBatch } from "../../../../db/write/store_batch.ts";
import { startProfiles } from "../../../../tests/support/fakes/bluesky_profiles.ts";
import { forEachDatabase } from "../../../../tests/support/mysql.ts";
import { postEntry, type TestStore } from "../../../../tests/support/store.ts";
import { retryUntil } from "../../../../tests/support/waiting.ts";
import type { TrackedTopic } from "../topic_watch.ts";
import { HandleKeeper, type HandleKeeperOptions } from "./handles.ts";

const [ANN, BOB] = ["did:plc:ann", "did:plc:bob"];

/** A keeper that runs until it is disposed of. */
function runKeeper(
  { db }: TestStore,
  host: string | null,
  options: Partial<HandleKeeperOptions> & { queries?: string[] } = {},
) {
  const { queries = [], ...rest } = options;
  const current = queries.map((query): TrackedTopic => ({
    ...{ slug: "x", query, active: true },
  }));
  const keeper = new HandleKeeper({
    ...{ host, store: createHandleStore(db), pauseMs: 5, maxRetryMs: 20 },
    topics: { current, onChange: () => () => {} },
    ...rest,
  });
  const stop = new AbortController();
  const running = keeper.load().then(() => keeper.run(stop.signal));
  return {
    keeper,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

/** Waits until posts of an account are shown with this name. */
async function untilShown({ db }: TestStore, did: string, name: string) {
  const row = { source: "bluesky", author: did };
  await retryUntil(async () => {
    const [shown] = await nameAuthors(db.kysely, [row]);
    strictEqual(shown!.author, name);
  });
}

forEachDatabase((name, open) => {
  Deno.test(`HandleKeeper on ${name} looks authors up by 25, each once`, async () => {
    await using store = await open();
    const dids = Array.from({ length: 60 }, (_, i) => `did:plc:a${i}`);
    const handles = dids.map((did, i) => [did, `A${i}.example`]);
    await using api = startProfiles(Object.fromEntries(handles));
    await using running = runKeeper(store, api.host);
    for (const did of [...dids, ...dids, BOB]) running.keeper.want(did);
    for (const did of [dids[0]!, dids[59]!]) {
      await untilShown(store, did, `a${did.slice(9)}.example`);
    }
    await retryUntil(() =>
      Promise.resolve(strictEqual(api.requests.flat().length, 61))
    );
    ok(api.requests.every(({ length }) => length <= 25));
    for (const did of [...dids, BOB]) running.keeper.want(did);
    await retryUntil(() =>
      Promise.resolve(
        strictEqual(running.keeper.handleOf(dids[59]!), "a59.example"),
      )
    );
    strictEqual(api.requests.flat().length, 61);
  });

  Deno.test(`HandleKeeper on ${name} takes the newest handle that is announced`, async () => {
    await using store = await open();
    await using api = startProfiles({ [ANN]: "ann.example" });
    await using running = runKeeper(store, api.host);
    const { keeper } = running;
    keeper.want(ANN);
    await untilShown(store, ANN, "ann.example");
    keeper.hear(ANN, "ann.new.example", Date.now());
    await untilShown(store, ANN, "ann.new.example");
    keeper.hear(ANN, "ann.older.example", Date.now() - 60_000);
    keeper.hear(ANN, "handle.invalid", Date.now());
    keeper.hear(ANN, "<b>", Date.now());
    strictEqual(keeper.handleOf(ANN), "ann.new.example");
    keeper.forget(ANN);
    await untilShown(store, ANN, ANN);
  });

  Deno.test(`HandleKeeper on ${name} shows what was announced although the API is away`, async () => {
    await using store = await open();
    await using api = startProfiles();
    api.intercept = () => new Response(null, { status: 503 });
    await using running = runKeeper(store, api.host);
    running.keeper.hear(ANN, "ann.example", Date.now());
    running.keeper.want(ANN);
    running.keeper.want(BOB);
    await untilShown(store, ANN, "ann.example");
    api.handles.set(BOB, "bob.example");
    api.intercept = () => undefined;
    await untilShown(store, BOB, "bob.example");
  });

  Deno.test(`HandleKeeper on ${name} waits as long as the API asks for`, async () => {
    await using store = await open();
    await using api = startProfiles({ [ANN]: "ann.example" });
    const headers = { "retry-after": "1" };
    api.intercept = () =>
      api.requests.length > 1
        ? undefined
        : new Response(null, { status: 429, headers });
    await using running = runKeeper(store, api.host);
    const startMs = Date.now();
    running.keeper.want(ANN);
    await untilShown(store, ANN, "ann.example");
    ok(Date.now() - startMs >= 990);
    strictEqual(api.requests.length, 2);
  });

  Deno.test(`HandleKeeper on ${name} finds whom queries name, and the authors of stored posts`, async () => {
    await using store = await open();
    await storeBatch(store.db, store.stream, [
      postEntry(1, { source: "bluesky", author: BOB, extId: `${BOB}/1` }),
    ]);
    await using api = startProfiles({
      [ANN]: "ann.example",
      [BOB]: "bob.example",
    });
    const queries = ["sea -from:Ann.Example", "from:ann"];
    await using running = runKeeper(store, api.host, { queries });
    await retryUntil(() =>
      Promise.resolve(strictEqual(running.keeper.handleOf(ANN), "ann.example"))
    );
    await untilShown(store, BOB, "bob.example");
    deepStrictEqual(api.requests.flat().sort(), ["ann.example", BOB]);
  });

  Deno.test(`createHandleStore() on ${name} keeps so many handles, those seen last`, async () => {
    await using store = await open();
    const handles = createHandleStore(store.db, 3);
    const seen = [1, 2, 3, 4, 5].map((seenMs) => ({
      ...{ did: `did:plc:${seenMs}`, handle: `${seenMs}.example`, seenMs },
    }));
    await handles.write(seen);
    const kept = await handles.read(seen.map(({ did }) => did));
    deepStrictEqual(kept.map(({ seenMs }) => seenMs).sort(), [3, 4, 5]);
    const [found] = await handles.find(["4.example"]);
    deepStrictEqual({ ...found }, seen[3]);
  });
});
