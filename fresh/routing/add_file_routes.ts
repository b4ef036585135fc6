import type { FsRoute } from "../build_snapshot.ts";
import type {
  LayoutConfig,
  Middleware,
  Route,
  RouteComponent,
} from "../types.ts";
import { addRoute } from "./add_route.ts";
import { comparePaths, filePattern, placeOf } from "./file_pattern.ts";
import type { RouteTable } from "./route_table.ts";

/** Adds the files of the routes folder: first what lies around routes, then the routes. */
export function addFileRoutes<S>(
  table: RouteTable<S>,
  files: readonly FsRoute[],
): void {
  const sorted = files.toSorted((a, b) => comparePaths(a.path, b.path));
  for (const file of sorted) {
    if (isSpecial(file)) addSpecial(table, file);
  }
  for (const file of sorted) {
    if (isSpecial(file)) continue;
    const route = readRoute<S>(file);
    addRoute(table, filePattern(file.path), route, placeOf(file.path));
  }
}

function isSpecial({ path }: FsRoute): boolean {
  return baseName(path).startsWith("_");
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
}

function addSpecial<S>(table: RouteTable<S>, file: FsRoute): void {
  const { path, module } = file;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const segment = table.segment(placeOf(`${folder}index.ts`));
  switch (baseName(path)) {
    case "_app":
      table.app = readComponent(file);
      break;
    case "_layout":
      segment.layout = {
        component: readComponent(file),
        config: (module.config ?? {}) as LayoutConfig,
      };
      break;
    case "_middleware":
      segment.middlewares.push(...readMiddlewares<S>(file));
      break;
    case "_error":
    case "_500":
      segment.errorRoute = readRoute(file);
      break;
    case "_404":
      table.notFound = readRoute(file);
  }
}

function readComponent<S>(file: FsRoute): RouteComponent<S> {
  if (typeof file.module.default === "function") {
    return file.module.default as RouteComponent<S>;
  }
  throw withoutExports(file);
}

function readMiddlewares<S>(file: FsRoute): Middleware<S>[] {
  const found = file.module.default ?? readHandler(file);
  const list = [found].flat();
  if (list.every((item) => typeof item === "function")) {
    return list as Middleware<S>[];
  }
  throw withoutExports(file);
}

function readRoute<S>(file: FsRoute): Route<S> {
  const route = {
    component: file.module.default,
    handler: readHandler(file),
    config: file.module.config,
  };
  if (Object.values(route).some((part) => part !== undefined)) {
    return route as Route<S>;
  }
  throw withoutExports(file);
}

function readHandler({ module }: FsRoute): unknown {
  return module.handler ?? module.handlers;
}

function withoutExports({ path }: FsRoute): Error {
  return new Error(`Could not find relevant exports in routes/${path}`);
}
