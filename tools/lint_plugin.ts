/// <reference lib="deno.unstable" />
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The import direction: what the modules of a folder, or a file of the root,
 * may import besides their own folder. What is not listed is a composition
 * root: it may import anything, and nothing that is listed may import it.
 */
const ALLOWED: ReadonlyMap<string, readonly string[]> = new Map([
  ["components", ["domain"]],
  ["db", ["domain"]],
  ["domain", []],
  ["fresh", []],
  ["islands", ["components", "domain"]],
  ["live", ["domain"]],
  ["log.ts", []],
  ["routes", ["components", "domain", "islands", "live", "state.ts"]],
  ["state.ts", ["domain"]],
  ["workers", ["domain", "log.ts"]],
]);

/** Composition roots within those folders, from the root; tests may import anything too. */
const FREE = /^workers\/[^/]+\/main\.ts$|_test\.tsx?$/;

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** The folder of the root that holds a file, or the file itself if it lies there. */
function placeOf(path: string): string | undefined {
  return path.startsWith(ROOT)
    ? path.slice(ROOT.length).split(/[/\\]/)[0]
    : undefined;
}

/** What a module named by a relative specifier belongs to; undefined if it is a package's. */
function placeOfImport(specifier: string, importer: string) {
  if (!/^(\.{1,2}\/|file:)/.test(specifier)) return undefined;
  const url = new URL(specifier, pathToFileURL(importer));
  return placeOf(fileURLToPath(url)) ?? "outside";
}

/** Holds the project to its import direction. */
const plugin: Deno.lint.Plugin = {
  name: "layers",
  rules: {
    "import-direction": {
      create(context) {
        const from = placeOf(context.filename) ?? "";
        const allowed = ALLOWED.get(from);
        const isFree = FREE.test(context.filename.slice(ROOT.length));
        if (!allowed || isFree) return {};

        function check(node: Deno.lint.Node | null): void {
          if (node?.type !== "Literal") return;
          if (typeof node.value !== "string") return;
          const to = placeOfImport(node.value, context.filename);
          if (to === undefined || to === from || allowed!.includes(to)) return;
          context.report({
            node,
            message: `${from} must not import ${to}`,
            hint: `It may import ${allowed!.join(", ") || "no other folder"}`,
          });
        }

        return {
          ImportDeclaration: (node) => check(node.source),
          ExportAllDeclaration: (node) => check(node.source),
          ExportNamedDeclaration: (node) => check(node.source),
          ImportExpression: (node) => check(node.source),
          TSImportType(node) {
            const { argument } = node;
            if (argument.type === "TSLiteralType") check(argument.literal);
          },
        };
      },
    },
  },
};

export default plugin;
