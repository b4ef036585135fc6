/**
 * The script of every page with islands: makes each of them move.
 *
 * @module
 */
import { type ComponentType, h, render } from "preact";
import { build } from "./build_id.ts";
import { findIslands } from "./find_islands.ts";
import { DATA_ELEMENT_ID, type IslandData } from "./island_data.ts";

type Component = ComponentType<Record<string, unknown>>;

const element = document.getElementById(DATA_ELEMENT_ID);
const { buildId, islands } = JSON.parse(element!.textContent) as IslandData;
build.id = buildId;

const roots = findIslands(document.body);
islands.forEach(async ({ url, name, props }, index) => {
  const root = roots.get(index);
  const module = await import(url) as Record<string, Component>;
  if (root) render(h(module[name]!, props), root);
});
