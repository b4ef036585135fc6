/** The script of every page with islands: makes each of them move. @module */
import { type ComponentType, h, render } from "preact";
import { findIslands } from "./find_islands.ts";
import { build, DATA_ID } from "./wire.ts";

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
