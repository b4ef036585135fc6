import type { ContainerNode } from "preact";
import { ISLAND_END, ISLAND_START } from "./island_data.ts";

/** Finds the places of islands by their index, and takes the comments around them away. */
export function findIslands(body: Node): Map<number, ContainerNode> {
  const comments: Comment[] = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) comments.push(walker.currentNode as Comment);

  const roots = new Map<number, ContainerNode>();
  let start: Comment | null = null;
  for (const comment of comments) {
    if (comment.data.startsWith(ISLAND_START)) start = comment;
    if (comment.data !== ISLAND_END || start === null) continue;
    const index = Number(start.data.slice(ISLAND_START.length));
    if (start.parentNode === comment.parentNode) {
      roots.set(index, islandRoot(toMark(start), toMark(comment)));
    } else {
      // deno-lint-ignore no-console -- the page's author looks there
      console.error(`Cannot revive island ${index}: its HTML is not valid`);
    }
    start = null;
  }
  return roots;
}

/** Preact steps over comments when it looks for a place, but not over text. */
function toMark(comment: Comment): Text {
  const mark = document.createTextNode("");
  comment.replaceWith(mark);
  return mark;
}

/** What lies between two marks, to Preact a parent of its own. */
function islandRoot(start: Text, end: Text): ContainerNode {
  const parent = start.parentNode as Element;
  const childNodes: ChildNode[] = [];
  for (let node = start.nextSibling!; node !== end; node = node.nextSibling!) {
    childNodes.push(node);
  }
  const root = {
    nodeType: 1,
    namespaceURI: parent.namespaceURI,
    parentNode: parent,
    firstChild: childNodes[0] ?? null,
    childNodes,
    contains: (node: Node) => parent.contains(node),
    insertBefore: (node: Node, child: Node | null) =>
      parent.insertBefore(node, child ?? end),
    appendChild: (node: Node) => parent.insertBefore(node, end),
    removeChild: (node: Node) => parent.removeChild(node),
  };
  return root as unknown as ContainerNode;
}
