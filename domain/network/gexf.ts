import type { Network } from "../schema/network.ts";
import { escapeXml } from "../text/xml.ts";

/** What a file says of its network. */
export interface GexfMeta {
  readonly description: string;
  readonly nowMs: number;
}

/** A network as GEXF 1.3, which Gephi opens (https://gexf.net). */
export function toGexf(
  { isDirected, nodes, edges }: Network,
  { description, nowMs }: GexfMeta,
): string {
  const date = new Date(nowMs).toISOString().slice(0, 10);
  const nodeLines = nodes.map(({ id, label, posts }) =>
    `      <node id="${escapeXml(id)}" label="${escapeXml(label)}">
        <attvalues><attvalue for="posts" value="${posts}"/></attvalues>
      </node>
`
  );
  const edgeLines = edges.map(({ source, target, weight }, i) =>
    `      <edge id="${i}" source="${escapeXml(source)}" target="${
      escapeXml(target)
    }" weight="${weight}"/>
`
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <meta lastmodifieddate="${date}">
    <creator>Freshet</creator>
    <description>${escapeXml(description)}</description>
  </meta>
  <graph mode="static" defaultedgetype="${
    isDirected ? "directed" : "undirected"
  }">
    <attributes class="node">
      <attribute id="posts" title="posts" type="integer"/>
    </attributes>
    <nodes count="${nodes.length}">
${nodeLines.join("")}    </nodes>
    <edges count="${edges.length}">
${edgeLines.join("")}    </edges>
  </graph>
</gexf>
`;
}

/** The columns of a network's edges as a table, as Gephi names them. */
export const EDGE_COLUMNS = ["Source", "Target", "Type", "Weight"] as const;

/** The edges of a network as a table. */
export function edgeTable({ isDirected, edges }: Network): {
  columns: readonly string[];
  rows: (string | number)[][];
} {
  const type = isDirected ? "Directed" : "Undirected";
  return {
    columns: EDGE_COLUMNS,
    rows: edges.map(({ source, target, weight }) => [
      ...[source, target, type, weight],
    ]),
  };
}

const NAMES: Readonly<Record<string, string>> = {
  hashtag: "Hashtags that stand in one post",
  mention: "Authors and whom they mention",
  domain: "Sites that one post links to",
};

/** Says in words what of which posts a network has. @param range As text. */
export function describeNetwork(
  network: Network,
  { topic, range }: { readonly topic: string; readonly range: string },
): string {
  const { kind, examined, total, nodes, edges, foundNodes, foundEdges } =
    network;
  return `${NAMES[kind]}, of posts about ${topic}, ${range}: ` +
    `the newest ${examined} of ${total} posts were read, ` +
    `which link ${foundNodes} nodes by ${foundEdges} edges; ` +
    `of these, the file has ${nodes.length} nodes and ${edges.length} edges, ` +
    "those of most posts";
}
