/// <reference lib="deno.unstable" />
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The import direction: what the modules of a folder, or a file of the root,
 * may import besides their own folder. What is not listed is a composition
 * root: it may import anything, and nothing that is listed may import it, but
 * for the type of `State`, which `start/web` makes.
 */
const ALLOWED: ReadonlyMap<string, readonly string[]> = new Map([
  ["components", ["domain"]],
  ["config.ts", ["domain", "log.ts"]],
  ["db", ["domain"]],
  ["domain", []],
  ["fresh", []],
  ["islands", ["components", "domain"]],
  ["live", ["domain"]],
  ["log.ts", []],
  ["routes", ["components", "domain", "islands", "live", "state.ts"]],
  ["state.ts", ["domain", "start"]],
  ["workers", ["domain", "log.ts"]],
]);

/** Tests may import anything, and nothing imports them. */
const TEST = /_test\.tsx?$|^tests[/\\]/;

/** Folders without source of ours. */
const SKIPPED = new Set(["_fresh", "data", "node_modules"]);

/** Static imports and exports, of types too. */
const IMPORT =
  /^(?:import|export)\b[^;]*?\bfrom\s+"(\.[^"]+)"|^import\s+"(\.[^"]+)"/gm;

/** What imports what, by path from the root. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Creates the rules for the tree at `root`; it is read when the first file is linted. */
export function createPlugin(root: string): Deno.lint.Plugin {
  let graphs: { files: Graph; folders: Graph } | undefined;
  function readGraphs() {
    const files = readFiles(root);
    return { files, folders: toFolders(files) };
  }

  function checkDirection(context: Deno.lint.RuleContext) {
    const path = relative(root, context.filename);
    const from = placeOf(path);
    const allowed = ALLOWED.get(from);
    if (!allowed || TEST.test(path)) return {};
    return visitImports((node) => {
      const target = resolve(node.value, context.filename, root);
      if (target === undefined) return;
      const to = placeOf(target);
      if (to === from || allowed.includes(to)) return;
      context.report({
        node,
        message: `${from} must not import ${to}`,
        hint: `It may import ${allowed.join(", ") || "no other folder"}`,
      });
    }, { isLazyToo: true });
  }

  function checkCircles(context: Deno.lint.RuleContext) {
    const path = relative(root, context.filename);
    if (TEST.test(path) || placeOf(path) === "outside") return {};
    return visitImports((node) => {
      const target = resolve(node.value, context.filename, root);
      if (target === undefined || placeOf(target) === "outside") return;
      const { files, folders } = graphs ??= readGraphs();
      const [from, to] = [folderOf(path), folderOf(target)];
      const circle = findPath(files, target, path) ??
        (from === to ? undefined : findPath(folders, to, from));
      if (!circle) return;
      const message = `closes a circle: ${
        [circle.at(-1), ...circle].join(" > ")
      }`;
      context.report({ node, message });
    });
  }

  return {
    name: "layers",
    rules: {
      "import-direction": { create: checkDirection },
      circles: { create: checkCircles },
    },
  };
}

/** A string of the source. */
type Text = Deno.lint.Node & { readonly value: string };

/** Visits the specifiers of a module. */
function visitImports(
  visit: (node: Text) => void,
  { isLazyToo = false } = {},
): Deno.lint.LintVisitor {
  function check(node: Deno.lint.Node | null): void {
    if (node?.type !== "Literal" || typeof node.value !== "string") return;
    visit(node as Text);
  }
  return {
    ImportDeclaration: (node) => check(node.source),
    ExportAllDeclaration: (node) => check(node.source),
    ExportNamedDeclaration: (node) => check(node.source),
    ...(isLazyToo && {
      ImportExpression: (node) => check(node.source),
      TSImportType({ argument }) {
        if (argument.type === "TSLiteralType") check(argument.literal);
      },
    }),
  };
}

/** The path from the root that a specifier names; undefined for a package. */
function resolve(
  specifier: string,
  importer: string,
  root: string,
): string | undefined {
  if (!/^(\.{1,2}\/|file:)/.test(specifier)) return undefined;
  const url = new URL(specifier, pathToFileURL(importer));
  return relative(root, fileURLToPath(url));
}

/** The top folder of a path, or the file itself if it lies in the root. */
function placeOf(path: string): string {
  const [place = ""] = path.split(sep);
  return place === ".." ? "outside" : place;
}

/** The folder of a file; each file of the root stands for itself. */
function folderOf(path: string): string {
  return path.includes(sep) ? dirname(path) : path;
}

/** Reads which module imports which, tests left out. */
function readFiles(root: string): Graph {
  const graph = new Map<string, Set<string>>();
  function read(folder: string): void {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (SKIPPED.has(entry.name) || entry.name.startsWith(".")) continue;
      const path = join(folder, entry.name);
      const name = relative(root, path);
      if (entry.isDirectory()) read(path);
      else if (/\.tsx?$/.test(name) && !TEST.test(name)) {
        const imports = readFileSync(path, "utf8").matchAll(IMPORT)
          .map(([, one, other]) => resolve((one ?? other)!, path, root)!);
        graph.set(name, new Set(imports));
      }
    }
  }
  read(root);
  return graph;
}

function toFolders(files: Graph): Graph {
  const graph = new Map<string, Set<string>>();
  for (const [path, imports] of files) {
    const folder = folderOf(path);
    const targets = graph.get(folder) ?? new Set();
    graph.set(folder, targets);
    for (const target of imports) {
      if (files.has(target)) targets.add(folderOf(target));
    }
    targets.delete(folder);
  }
  return graph;
}

/** The shortest way from one node to another, both included; undefined if there is none. */
function findPath(
  graph: Graph,
  from: string,
  to: string,
): string[] | undefined {
  const paths = new Map([[from, [from]]]);
  for (const [node, path] of paths) { // grows while it is read
    if (node === to) return path;
    for (const next of graph.get(node) ?? []) {
      if (!paths.has(next)) paths.set(next, [...path, next]);
    }
  }
  return undefined;
}

export default createPlugin(fileURLToPath(new URL("../", import.meta.url)));
