import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Entry } from "../../domain/pipeline/log_entry.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  editEntry,
  NOON,
  readRows,
  type Rows,
  scoredEntry,
  scoreFor,
} from "../../tests/support/store.ts";
import {
  findings,
  knownLog,
  NOTHING,
  recountBuckets,
  recountTerms,
} from "../../tests/support/recount.ts";
import { audit } from "../audit/audit.ts";
import { storeBatch } from "./store_batch.ts";

/** Makes an entry once its place in the log is known. */
type MakeEntry = (logSeq: number) => Entry;

const TEXT = fc.array(
  fc.constantFrom(
    ...["good", "bad", "great", "trump", "climate", "warming", "not"],
    ...["#tag", "#Tag", "@ann", "😀", "😃", "https://example.com/a"],
  ),
  { maxLength: 6 },
).map((words) => words.join(" "));

const NAMES = fc.option(
  fc.array(fc.constantFrom("ann", "bob", "cy"), { maxLength: 2 }),
  { nil: undefined },
);

const WRITTEN = fc.record({
  text: TEXT,
  lang: fc.constantFrom("en", "de", "und"),
  mentions: NAMES,
}).map(({ mentions, ...post }) => ({
  ...post,
  ...(mentions && { entities: { mentions } }),
}));

const ID = fc.constantFrom("a/1", "a/2", "b/1", "b/11");

const POST = fc.record({
  topicId: fc.constantFrom(1, 2),
  extId: ID,
  createdMs: fc.constantFrom(NOON, NOON + 59_999, NOON + 60_000, -1),
  written: WRITTEN,
}).map(({ written, ...fields }): MakeEntry => (n) =>
  scoredEntry(n, { ...fields, ...written })
);

const EDIT = fc.tuple(ID, WRITTEN)
  .map(([id, post]): MakeEntry => (n) => editEntry(n, id, post));

const DELETION = fc.oneof(
  ID.map((id): MakeEntry => (n) => deleteEntry(n, id)),
  fc.constantFrom("a/", "b/1").map((prefix): MakeEntry => (n) =>
    deleteEntry(n, prefix, { isPrefix: true })
  ),
);

/** The log, and in which batches and order it is delivered: some of it late, some of it twice. */
function logOf(...kinds: fc.Arbitrary<MakeEntry>[]) {
  return fc.record({
    messages: fc.array(fc.oneof(...kinds), { minLength: 1, maxLength: 40 }),
    late: fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }),
    size: fc.integer({ min: 1, max: 9 }),
    twice: fc.boolean(),
  }).map(({ messages, late, size, twice }) => {
    const entries = messages.map((make, i) => make(i + 1));
    const order = entries.map((entry, i) => ({
      entry,
      at: i + late[i % late.length]!,
    })).sort((a, b) => a.at - b.at).map(({ entry }) => entry);
    const batches: Entry[][] = [];
    for (let i = 0; i < order.length; i += size) {
      const again = twice ? order.slice(Math.max(0, i - 3), i) : [];
      batches.push([...again, ...order.slice(i, i + size)]);
    }
    return { entries, batches };
  });
}

function termsOf(row: Rows["posts"][number]) {
  const { topic_id, text, lang, entities } = row;
  const told = entities === null ? {} : { entities: JSON.parse(entities) };
  return scoreFor(topic_id, { text, lang, ...told }).terms;
}

function assertAccounted(rows: Rows, entries: readonly Entry[]): void {
  const logSeqs = [...rows.posts, ...rows.skipped].map((row) => row.log_seq);
  deepStrictEqual(
    logSeqs.sort((a, b) => a - b),
    entries.map(({ logSeq }) => logSeq),
  );
}

function assertLatest(rows: Rows, entries: readonly Entry[]): void {
  for (const row of rows.posts) {
    const latest = entries.findLast((entry) =>
      entry.kind === "edit" && entry.extId === row.ext_id
    );
    const first = entries[row.log_seq - 1]!;
    const { text, lang } = latest?.kind === "edit"
      ? latest.post
      : first.kind === "post"
      ? first
      : row;
    deepStrictEqual([row.text, row.lang], [text, lang]);
  }
}

/** Says whether a message is of a post that its author took back, as far as the log goes. */
function isTakenBack(
  { extId, logSeq }: { extId: string; logSeq: number },
  entries: readonly Entry[],
): boolean {
  return entries.some((entry) =>
    entry.kind === "delete" && (
      entry.isPrefix
        ? extId.startsWith(entry.extId) && logSeq < entry.logSeq
        : extId === entry.extId
    )
  );
}

function assertBlank(rows: Rows, entries: readonly Entry[]): void {
  const gone = new Set(
    entries.flatMap((entry) =>
      entry.kind !== "skip" && isTakenBack(entry, entries) ? entry.extId : []
    ),
  );
  for (const row of rows.posts) {
    const message = { extId: row.ext_id, logSeq: row.log_seq };
    const isBlank = row.deleted > 0;
    if (isTakenBack(message, entries)) ok(isBlank, `${row.log_seq}`);
    if (isBlank) {
      ok(gone.has(row.ext_id), `${row.log_seq} was not taken back`);
      deepStrictEqual(
        [row.text, row.author, row.url, row.entities],
        ["", null, null, null],
      );
    }
  }
  for (const { log_seq, reason, head, edit } of rows.skipped) {
    const entry = entries[log_seq - 1]!;
    if (reason === "delete" || entry.kind === "skip") continue;
    if (!isTakenBack(entry, entries)) continue;
    strictEqual(`${head}${edit ?? ""}`, "", `head of ${log_seq}`);
  }
}

forEachDatabase((name, open) => {
  Deno.test(`storeBatch() on ${name} ends with the latest edit of each post and right counts, whatever comes late or again`, async () => {
    await fc.assert(
      fc.asyncProperty(
        logOf(POST, POST, EDIT),
        async ({ entries, batches }) => {
          await using store = await open();
          for (const batch of batches) {
            await storeBatch(store.db, store.stream, batch);
          }
          const rows = await readRows(store.db.kysely);
          assertAccounted(rows, entries);
          assertLatest(rows, entries);
          deepStrictEqual(rows.buckets, recountBuckets(rows.posts));
          deepStrictEqual(rows.terms, recountTerms(rows.posts, termsOf));
          const found = await audit(store.db, [knownLog(entries.length)]);
          deepStrictEqual(findings(found), NOTHING);
        },
      ),
      { numRuns: 40 },
    );
  });

  Deno.test(`storeBatch() on ${name} keeps nothing of what authors deleted, whatever is edited, late or again`, async () => {
    const kinds = [POST, POST, POST, EDIT, DELETION];
    await fc.assert(
      fc.asyncProperty(logOf(...kinds), async ({ entries, batches }) => {
        await using store = await open();
        for (const batch of batches) {
          await storeBatch(store.db, store.stream, batch);
        }
        const rows = await readRows(store.db.kysely);
        assertAccounted(rows, entries);
        assertBlank(rows, entries);
        deepStrictEqual(rows.buckets, recountBuckets(rows.posts));
        const found = await audit(store.db, [knownLog(entries.length)]);
        deepStrictEqual(findings(found), NOTHING);
      }),
      { numRuns: 40 },
    );
  });
});
