import { sql } from "kysely";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Audit, audit } from "../../../db/audit/audit.ts";
import { storeBatch } from "../../../db/write/store_batch.ts";
import { editEntry, type OpenTestStore, scoredEntry } from "../store.ts";
import {
  bucketOf,
  difference,
  fill,
  findings,
  NOTHING,
} from "./audit_findings.ts";

const nobodyKnows = () => undefined;

/** Something that happened to the rows, and what must be found. */
const DAMAGES: Record<
  string,
  [statement: string, found: Partial<ReturnType<typeof findings>>]
> = {
  "a deleted skip": ["delete from skipped where log_seq = 29", {
    gaps: [{ from: 29, to: 29 }],
  }],
  "a row in both tables": [
    `insert into skipped (stream, log_seq, reason, detail, head, received_ms)
      select stream, 7, reason, detail, head, received_ms from skipped
      where log_seq = 29`,
    { doubles: [7] },
  ],
  "a row under another message's number": [
    "update skipped set log_seq = 7 where log_seq = 29",
    { gaps: [{ from: 29, to: 29 }], doubles: [7] },
  ],
  "a bucket that counts a post too many": [
    `update buckets set posts = posts + 1, neutral = neutral + 1
      where step = 60 and t = ${bucketOf(2, 60)}`,
    { buckets: [difference(60, 2, { posts: 1, neutral: 1 })] },
  ],
  "a bucket with another score": [
    `update buckets set score = score - 4 where step = 10 and t = ${
      bucketOf(5, 10)
    }`,
    { buckets: [difference(10, 5, { score: -4 })] },
  ],
  "a bucket with other squares": [
    `update buckets set squares = squares + 1 where step = 60 and t = ${
      bucketOf(5, 60)
    }`,
    { buckets: [difference(60, 5, { squares: 1 })] },
  ],
  "a bucket that nobody filled": [
    `insert into buckets (topic_id, step, t, posts, positive, negative, neutral, score)
      values (2, 10, 20, 1, 1, 0, 0, 2)`,
    {
      buckets: [
        difference(10, 0, {
          topicId: 2,
          t: 20,
          posts: 1,
          positive: 1,
          score: 2,
          squares: null,
        }),
      ],
    },
  ],
  "a bucket that is gone": [
    `delete from buckets where step = 10 and t = ${bucketOf(4, 10)}`,
    { buckets: [difference(10, 4, { posts: -1, neutral: -1 })] },
  ],
  "a term of a minute that has another count": [
    `update terms set count = count + 1 where step = 60 and kind = 'positive'
      and t = ${bucketOf(2, 60)}`,
    { terms: [termDifference(2, "positive", "good", "hour = its minutes")] },
  ],
  "a term of an hour that is gone": [
    `delete from terms where step = 3600 and kind = 'positive'
      and t = ${bucketOf(9, 3_600)}`,
    { terms: [termDifference(9, "positive", "good", "hour = its minutes")] },
  ],
  "a source of an hour that too few posts have": [
    `update terms set count = count - 1 where kind = 'source'
      and t in (${bucketOf(6, 60)}, ${bucketOf(6, 3_600)})`,
    { terms: [termDifference(6, "source", null, "sources = posts")] },
  ],
  "a language that too few posts have": [
    `update terms set count = count - 1 where kind = 'lang'
      and t in (${bucketOf(6, 60)}, ${bucketOf(6, 3_600)})`,
    { terms: [termDifference(6, "lang", null, "languages = posts")] },
  ],
};

function termDifference(
  logSeq: number,
  kind: string,
  term: string | null,
  rule: Audit["terms"][number]["rule"],
): Audit["terms"][number] {
  return { topicId: 1, t: bucketOf(logSeq, 3_600), kind, term, rule };
}

/** Each kind of damage is found, and nothing else. */
export function testAuditDamages(name: string, open: OpenTestStore): void {
  for (const [what, [statement, found]] of Object.entries(DAMAGES)) {
    Deno.test(`audit() on ${name} finds ${what}`, async () => {
      await using store = await open();
      await fill(store);
      await sql.raw(statement).execute(store.db.kysely);
      const result = await audit(store.db, nobodyKnows);
      deepStrictEqual(findings(result), { ...NOTHING, ...found });
      strictEqual(result.isClean, false);
    });
  }

  Deno.test(`audit() on ${name} does not ask for squares of what an older Freshet counted`, async () => {
    await using store = await open();
    await fill(store);
    const { db, stream } = store;
    await db.kysely.updateTable("buckets").set({ squares: null })
      .where("t", "<=", bucketOf(9, 3_600)).execute();
    await storeBatch(db, stream, [scoredEntry(31, { text: "good" })]);
    await storeBatch(db, stream, [editEntry(32, "p31", { text: "awful" })]);
    deepStrictEqual(findings(await audit(db, nobodyKnows)), NOTHING);
  });

  Deno.test(`audit() on ${name} finds a deleted post in the log and in every bucket`, async () => {
    await using store = await open();
    await fill(store);
    const { kysely } = store.db;
    await kysely.deleteFrom("posts").where("log_seq", "in", [10, 11, 13])
      .execute();
    const result = await audit(store.db, nobodyKnows);
    const { gaps, buckets, terms } = findings(result);
    deepStrictEqual(gaps, [{ from: 10, to: 11 }, { from: 13, to: 13 }]);
    for (const step of [10, 60, 3_600]) {
      const lost = buckets.filter((bucket) => bucket.step === step)
        .map(({ posts }) => posts);
      strictEqual(lost.reduce((a, b) => a + b), 3);
    }
    deepStrictEqual(terms, []);
  });
}
