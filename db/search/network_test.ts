import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { NO_REPOSTS } from "../../domain/post/post.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { NOON, scoredEntry } from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { readNetwork } from "./network.ts";

const START = NOON / 1_000;
const HOUR = { from: START, to: START + 3_600 };

const POSTS = [
  { text: "#sea #ice https://a.example https://b.example" },
  { text: "RT @bob: #Sea #Ice", postKind: "repost" },
  { text: "#sea alone, @bob" },
  { text: "@eve and @ann", source: "x", author: "Eve" },
  { text: "@eve", source: "x", author: "ann" },
] as const;

forEachDatabase((name, open) => {
  Deno.test(`readNetwork() on ${name} links what posts have in common, and people of X by digests`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    await storeBatch(
      db,
      stream,
      POSTS.map((post, i) => scoredEntry(i + 1, post)),
    );
    const ask = { filter: {}, limit: 100 };
    const tags = await readNetwork(db.kysely, topic, HOUR, {
      ...ask,
      kind: "hashtag",
    });
    deepStrictEqual(tags, {
      ...{ kind: "hashtag", isDirected: false, total: 5, examined: 5 },
      ...{ most: 20_000, posts: 5, foundNodes: 2, foundEdges: 1 },
      nodes: [
        { id: "sea", label: "#sea", posts: 2, isHashed: false },
        { id: "ice", label: "#ice", posts: 2, isHashed: false },
      ],
      edges: [{ source: "sea", target: "ice", weight: 2 }],
    });
    const fewer = await readNetwork(db.kysely, topic, HOUR, {
      ...{ kind: "hashtag", limit: 100, filter: { kinds: NO_REPOSTS } },
    });
    deepStrictEqual(fewer.edges.map(({ weight }) => weight), [1]);
    const sites = await readNetwork(db.kysely, topic, HOUR, {
      ...ask,
      kind: "domain",
    });
    deepStrictEqual(sites.nodes.map(({ label }) => label), [
      ...["a.example", "b.example"],
    ]);

    const { nodes, edges } = await readNetwork(db.kysely, topic, HOUR, {
      ...ask,
      kind: "mention",
    });
    const known = nodes.filter(({ isHashed }) => !isHashed);
    deepStrictEqual(known.map(({ id, label }) => [id, label]), [
      ["file:ann", "ann"],
      ["file:bob", "bob"],
    ]);
    const hashed = nodes.filter(({ isHashed }) => isHashed);
    strictEqual(hashed.length, 2);
    for (const { id } of hashed) match(id, /^x:[\da-f]{12}$/);
    const [one, two] = hashed.map(({ id }) => id);
    for (const [source, target] of [[one, two], [two, one]]) {
      ok(
        edges.some((edge) => edge.source === source && edge.target === target),
      );
    }
    deepStrictEqual(edges[0], {
      ...{ source: "file:ann", target: "file:bob", weight: 2 },
    });
  });
});
