import type { Kysely } from "kysely";
import { Graph } from "../../domain/network/graph.ts";
import { linksOf, type NetworkKind } from "../../domain/network/links.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import type { Network } from "../../domain/schema/network.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { listedAuthor } from "../../domain/top/author.ts";
import type { Tables } from "../connection/tables.ts";
import { readAuthorKey, visitNewest } from "./newest.ts";
import type { SearchedTopic } from "./scan.ts";

/** Posts that a network reads at most: the newest of its range. */
const MOST_READ = 20_000;
const MOST_EDGES = 10_000;

/** Which network. */
export interface NetworkSearch {
  readonly kind: NetworkKind;
  readonly filter: PostFilter;
  /** Nodes at most. */
  readonly limit: number;
}

/** What the newest posts of a range link with each other. */
export async function readNetwork(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  range: TimeRange,
  { kind, filter, limit }: NetworkSearch,
): Promise<Network> {
  const isDirected = kind === "mention";
  const graph = new Graph(isDirected);
  const toLinks = linksOf(kind, topic.words);
  const search = { ...range, filter, most: MOST_READ };
  const counts = await visitNewest(
    db,
    topic,
    search,
    (post) => graph.add(toLinks(post)),
  );
  const key = await readAuthorKey(db);
  const { nodes, edges } = graph.top(limit, MOST_EDGES);
  const named = await Promise.all(
    nodes.map(async ({ name, source, posts }) => {
      if (!isDirected) return { ...namesOf(kind, name), posts };
      const known = await listedAuthor({ source, author: name }, key);
      const id = `${source}:${known.name.toLowerCase()}`;
      return { id, label: known.name, isHashed: known.isHashed, posts };
    }),
  );
  return {
    ...{ kind, isDirected, ...counts },
    foundNodes: graph.nodes,
    foundEdges: graph.edges,
    nodes: named,
    edges: edges.map(([from, to, weight]) => ({
      source: named[from]!.id,
      target: named[to]!.id,
      weight,
    })),
  };
}

function namesOf(kind: NetworkKind, name: string) {
  const label = kind === "hashtag" ? `#${name}` : name;
  return { id: name, label, isHashed: false };
}
