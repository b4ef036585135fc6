import { Parser } from "htmlparser2";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Network } from "../schema/network.ts";
import { describeNetwork, edgeTable, toGexf } from "./gexf.ts";

const HOSTILE = `"><script>&amp;\u0000\u000b\ud800😀\uffff'`;

const NETWORK: Network = {
  ...{ kind: "hashtag", isDirected: false, total: 9, examined: 8 },
  ...{ most: 20_000, posts: 7, foundNodes: 5, foundEdges: 4 },
  nodes: [
    { id: "ocean", label: "#ocean", posts: 3, isHashed: false },
    { id: HOSTILE, label: HOSTILE, posts: 2, isHashed: false },
  ],
  edges: [{ source: "ocean", target: HOSTILE, weight: 2 }],
};

/** Elements of GEXF 1.3 as its schema has them, as far as we use it: attributes, those that must be there first, and what stands in them. */
const SCHEMA: Record<
  string,
  { needs: string[]; may?: string[]; holds?: string[] }
> = {
  gexf: { needs: ["version"], may: ["xmlns"], holds: ["meta", "graph"] },
  meta: {
    needs: [],
    may: ["lastmodifieddate"],
    holds: ["creator", "description"],
  },
  creator: { needs: [] },
  description: { needs: [] },
  graph: {
    needs: [],
    may: ["mode", "defaultedgetype"],
    holds: ["attributes", "nodes", "edges"],
  },
  attributes: { needs: ["class"], holds: ["attribute"] },
  attribute: { needs: ["id", "title", "type"] },
  nodes: { needs: [], may: ["count"], holds: ["node"] },
  node: { needs: ["id", "label"], holds: ["attvalues"] },
  attvalues: { needs: [], holds: ["attvalue"] },
  attvalue: { needs: ["for", "value"] },
  edges: { needs: [], may: ["count"], holds: ["edge"] },
  edge: { needs: ["source", "target"], may: ["id", "weight", "type"] },
};

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Reads a file, and fails where it is not as the schema wants it. */
function readGexf(xml: string): Element[] {
  const open: Element[] = [];
  const all: Element[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      const rule = SCHEMA[name];
      ok(rule, `${name} is no element`);
      const parent = open.at(-1);
      if (parent) ok(SCHEMA[parent.name]!.holds?.includes(name), name);
      const { needs, may = [] } = rule;
      const given = Object.keys(attributes);
      for (const need of needs) ok(given.includes(need), `${name} ${need}`);
      deepStrictEqual(
        given.filter((one) => ![...needs, ...may].includes(one)),
        [],
        name,
      );
      const element = { name, attributes, text: "" };
      open.push(element);
      all.push(element);
    },
    ontext: (text) => open.at(-1) && (open.at(-1)!.text += text),
    onclosetag(name, isImplied) {
      strictEqual(open.pop()!.name, name);
      ok(!isImplied || /^(?:attribute|attvalue|edge)$/.test(name), name);
    },
  }, { xmlMode: true });
  parser.end(xml);
  strictEqual(open.length, 0);
  return all;
}

Deno.test("toGexf() writes what the schema of GEXF 1.3 wants, whatever names are", () => {
  const description = `about <b> & "so on" ]]>`;
  const xml = toGexf(NETWORK, { description, nowMs: 1_769_860_800_000 });
  ok(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<gexf '));
  const all = readGexf(xml);
  const of = (wanted: string) =>
    all.filter(({ name }) => name === wanted)
      .map(({ attributes }) => attributes);
  deepStrictEqual(of("gexf"), [
    { xmlns: "http://gexf.net/1.3", version: "1.3" },
  ]);
  deepStrictEqual(of("meta"), [{ lastmodifieddate: "2026-01-31" }]);
  strictEqual(
    all.find(({ name }) => name === "description")!.text,
    description,
  );
  deepStrictEqual(of("graph"), [
    { mode: "static", defaultedgetype: "undirected" },
  ]);
  const shown = `"><script>&amp;���😀�'`;
  deepStrictEqual(of("node"), [
    { id: "ocean", label: "#ocean" },
    { id: shown, label: shown },
  ]);
  deepStrictEqual(of("attvalue"), [
    { for: "posts", value: "3" },
    { for: "posts", value: "2" },
  ]);
  deepStrictEqual(of("edge"), [
    { id: "0", source: "ocean", target: shown, weight: "2" },
  ]);
  deepStrictEqual(
    of("attribute"),
    [{ id: "posts", title: "posts", type: "integer" }],
  );
});

Deno.test("toGexf() and edgeTable() say which networks have a direction", () => {
  const mentions = { ...NETWORK, kind: "mention", isDirected: true };
  const xml = toGexf(mentions, { description: "", nowMs: 0 });
  const graph = readGexf(xml).find(({ name }) => name === "graph")!;
  strictEqual(graph.attributes.defaultedgetype, "directed");
  deepStrictEqual(edgeTable(mentions).rows[0], [
    ...["ocean", HOSTILE, "Directed", 2],
  ]);
});

Deno.test("describeNetwork() says how much of how much there is", () => {
  const words = describeNetwork(NETWORK, { topic: "sea", range: "all time" });
  strictEqual(
    words,
    "Hashtags that stand in one post, of posts about sea, all time: " +
      "the newest 8 of 9 posts were read, which link 5 nodes by 4 edges; " +
      "of these, the file has 2 nodes and 1 edges, those of most posts",
  );
});
