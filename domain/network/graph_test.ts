import { deepStrictEqual } from "node:assert/strict";
import { Graph } from "./graph.ts";
import { linksOf, type NetworkKind } from "./links.ts";
import type { ListedPost } from "../top/items.ts";

const POST: ListedPost = {
  ...{ id: "1", source: "file", author: "ann", text: "", lang: "en" },
  ...{ kind: null, createdMs: 0, entities: null },
};

/** The network of some texts, as `a–b 2`. */
function draw(
  kind: NetworkKind,
  posts: readonly Partial<ListedPost>[],
  [nodes, edges]: [number, number] = [100, 100],
) {
  const graph = new Graph(kind === "mention");
  const toLinks = linksOf(kind, new Set());
  for (const post of posts) graph.add(toLinks({ ...POST, ...post }));
  const top = graph.top(nodes, edges);
  return {
    found: [graph.nodes, graph.edges],
    nodes: top.nodes.map(({ name, posts }) => `${name} ${posts}`),
    edges: top.edges.map(([from, to, weight]) =>
      `${top.nodes[from]!.name}–${top.nodes[to]!.name} ${weight}`
    ),
  };
}

Deno.test("Graph counts in how many posts hashtags stand together, in any order and case", () => {
  const texts = ["#a #b #A", "#B then #a", "#b #c", "#alone", "none"];
  deepStrictEqual(draw("hashtag", texts.map((text) => ({ text }))), {
    found: [3, 2],
    nodes: ["b 3", "a 2", "c 1"],
    edges: ["a–b 2", "b–c 1"],
  });
});

Deno.test("Graph counts whom authors mention, never themselves, and each source by itself", () => {
  const posts = [
    { text: "@Bob and @cat" },
    { text: "@bob again @bob", author: "Ann" },
    { text: "@ann", author: "bob" },
    { text: "me, @ann" },
    { text: "@bob", source: "x" },
    { text: "@bob", author: null },
  ];
  deepStrictEqual(draw("mention", posts), {
    found: [5, 4],
    nodes: ["ann 3", "bob 3", "cat 1", "ann 1", "bob 1"],
    edges: ["ann–bob 2", "ann–cat 1", "bob–ann 1", "ann–bob 1"],
  });
});

Deno.test("Graph counts sites that one post links to", () => {
  const text = "https://www.a.example/1 http://b.example https://a.example/2";
  deepStrictEqual(draw("domain", [{ text }, { text }]).edges, [
    "a.example–b.example 2",
  ]);
});

Deno.test("Graph gives the nodes of most posts and their strongest edges, and of a post twelve names", () => {
  const many = Array.from({ length: 20 }, (_, i) => `#t${i}`).join(" ");
  const posts = [{ text: many }, { text: "#t0 #t1" }, { text: "#t0 #t2" }];
  deepStrictEqual(draw("hashtag", posts, [3, 2]), {
    found: [12, 66],
    nodes: ["t0 3", "t1 2", "t2 2"],
    edges: ["t0–t1 2", "t0–t2 2"],
  });
  deepStrictEqual(draw("hashtag", posts, [1, 9]), {
    found: [12, 66],
    nodes: [],
    edges: [],
  });
});
