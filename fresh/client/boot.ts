/** The script of every page with islands: makes them interactive. @module */
import { type ComponentType, type ContainerNode, h, render } from "preact";
import { build, DATA_ID, ISLAND_END, ISLAND_START } from "./wire.ts";

const { id, islands } = JSON.parse(
  document.getElementById(DATA_ID)!.textContent,
);
build.id = id;

for (const [index, root] of findIslands(document.body)) {
  const [url, name, props] = islands[index] as [string, string, object];
  void import(url).then((module: Record<string, ComponentType>) =>
    render(h(module[name]!, props), root)
  );
}

/** Finds the places of islands by their index, and removes the comments around them. */
function findIslands(body: Node): Map<number, ContainerNode> {
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

/** Preact skips comments when it looks for a place, but not text. */
function toMark(comment: Comment): Text {
  const mark = document.createTextNode("");
  comment.replaceWith(mark);
  return mark;
}

/** The nodes between two marks, as children of a parent of their own. */
function islandRoot(start: Text, end: Text): ContainerNode {
  const parent = start.parentElement!;
  const root: RootNode = {
    nodeType: parent.nodeType,
    namespaceURI: parent.namespaceURI,
    parentNode: parent,
    get firstChild() {
      return root.childNodes[0] ?? null;
    },
    get childNodes() {
      const all = [...parent.childNodes];
      return all.slice(all.indexOf(start) + 1, all.indexOf(end));
    },
    contains: (node) => root.childNodes.some((child) => child.contains(node)),
    insertBefore: (node, child) => parent.insertBefore(node, child ?? end),
    appendChild: (node) => parent.insertBefore(node, end),
    removeChild: (node) => parent.removeChild(node),
  };
  return root as ContainerNode;
}

/** All members of Preact's `ContainerNode`, over nodes of the DOM, and what Preact also reads. */
type RootNode =
  & {
    [Name in keyof ContainerNode]: Name extends "childNodes" ? ChildNode[]
      : Node[Name];
  }
  & Pick<Element, "namespaceURI">;
