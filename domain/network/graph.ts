import type { Links } from "./links.ts";

/** A node, as it was counted. */
export interface CountedNode {
  readonly name: string;
  readonly source: string;
  /** Posts that it is in. */
  readonly posts: number;
}

/** The nodes that are in most posts, and the strongest edges between them, by their places among the nodes. */
export interface CountedGraph {
  readonly nodes: readonly CountedNode[];
  readonly edges:
    readonly (readonly [from: number, to: number, weight: number])[];
}

/** Places of nodes in a key: there are fewer. */
const PLACES = 2 ** 26;

/** Counts in how many posts things are linked. It holds each node and each edge. */
export class Graph {
  readonly #isDirected: boolean;
  readonly #places = new Map<string, number>();
  readonly #nodes: { name: string; source: string; posts: number }[] = [];
  /** Weights by the places of both ends. */
  readonly #edges = new Map<number, number>();

  constructor(isDirected: boolean) {
    this.#isDirected = isDirected;
  }

  add({ from, names }: Links): void {
    if (from === null && (this.#isDirected || names.length < 2)) return;
    if (names.length === 0) return;
    const start = from && this.#place(from);
    const places = names.map((name) => this.#place(name));
    if (start !== null) {
      for (const place of places) this.#link(start, place);
      return;
    }
    places.sort((a, b) => a - b);
    for (const [i, start] of places.entries()) {
      for (const end of places.slice(i + 1)) this.#link(start, end);
    }
  }

  /** Different things that are linked. */
  get nodes(): number {
    return this.#nodes.length;
  }

  get edges(): number {
    return this.#edges.size;
  }

  /** A part of it: what has no edge in it is left out. */
  top(mostNodes: number, mostEdges: number): CountedGraph {
    const chosen = [...this.#nodes.entries()]
      .sort(([i, a], [j, b]) => b.posts - a.posts || i - j)
      .slice(0, mostNodes);
    const isChosen = new Set(chosen.map(([place]) => place));
    const edges = Array.from(
      this.#edges,
      ([key, weight]) =>
        [Math.floor(key / PLACES), key % PLACES, weight] as const,
    )
      .filter(([from, to]) => isChosen.has(from) && isChosen.has(to))
      .sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1])
      .slice(0, mostEdges);
    const linked = new Set(edges.flatMap(([from, to]) => [from, to]));
    const shown = chosen.filter(([place]) => linked.has(place));
    const places = new Map(shown.map(([place], i) => [place, i]));
    return {
      nodes: shown.map(([, node]) => node),
      edges: edges.map(([from, to, weight]) =>
        [places.get(from)!, places.get(to)!, weight] as const
      ),
    };
  }

  #place({ key, name, source }: Links["names"][number]): number {
    const known = this.#places.get(key);
    if (known !== undefined) {
      this.#nodes[known]!.posts++;
      return known;
    }
    const place = this.#nodes.push({ name, source, posts: 1 }) - 1;
    this.#places.set(key, place);
    return place;
  }

  #link(from: number, to: number): void {
    const key = from * PLACES + to;
    this.#edges.set(key, (this.#edges.get(key) ?? 0) + 1);
  }
}
