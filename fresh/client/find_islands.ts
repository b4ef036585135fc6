import type { ContainerNode } from "preact";
import { ISLAND_END, ISLAND_START } from "./wire.ts";

/** Finds the places of islands by their index, and takes the comments around them away. */
export function findIslands(body: Node): Map<number, ContainerNode> {
  const comments: Comment[] = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) comments.push(walker.currentNode as Comment);

  const roots = new Map<number, ContainerNode>();
  for (const [i, start] of comments.entries()) {
    if (!start.data.startsWith(ISLAND_START)) continue;
    const end = comments.slice(i).find(({ data }) => data === ISLAND_END);
    if (end?.parentNode !== start.parentNode) {
      // deno-lint-ignore no-console -- the page's author looks there
      console.error("Cannot revive an island: the HTML around it is not valid");
      continue;
    }
    const index = Number(start.data.slice(ISLAND_START.length));
    roots.set(index, islandRoot(toMark(start), toMark(end!)));
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
  const parent = start.parentElement!;
  const siblings = [...parent.childNodes];
  const [from, to] = [siblings.indexOf(start) + 1, siblings.indexOf(end)];
  const childNodes = siblings.slice(from, to);
  const root: Partial<Element> = {
    namespaceURI: parent.namespaceURI,
    firstChild: childNodes[0] ?? null,
    childNodes: childNodes as unknown as NodeListOf<ChildNode>,
    insertBefore: (node, child) => parent.insertBefore(node, child ?? end),
  };
  return root as ContainerNode;
}
