import { deepStrictEqual, match } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import plugin from "./lint_plugin.ts";

const ROOT = new URL("../", import.meta.url);

/** Where a module of each place lies, from the root. */
const MODULES: Record<string, string> = {
  bench: "bench/run.ts",
  components: "components/Chart.tsx",
  "config.ts": "config.ts",
  db: "db/schema/migrate.ts",
  "dev.ts": "dev.ts",
  domain: "domain/post.ts",
  fresh: "fresh/client/mod.ts",
  islands: "islands/Live.tsx",
  live: "live/feed.ts",
  "log.ts": "log.ts",
  "main.ts": "main.ts",
  routes: "routes/api/topics.ts",
  start: "start/server.ts",
  "start.ts": "start.ts",
  "state.ts": "state.ts",
  tests: "tests/support/server.ts",
  tools: "tools/audit.ts",
  workers: "workers/ingest/sources/file/read.ts",
};

/** All that a place may import besides itself; a place that is not here may import anything. */
const MAY_IMPORT: Record<string, string[]> = {
  components: ["domain"],
  db: ["domain"],
  domain: [],
  fresh: [],
  islands: ["components", "domain"],
  live: ["domain"],
  "log.ts": [],
  routes: ["components", "domain", "islands", "live", "state.ts"],
  "state.ts": ["domain"],
  workers: ["domain", "log.ts"],
};

/** Messages about a source that lies somewhere below the root. */
function lint(path: string, source: string): string[] {
  const file = fileURLToPath(new URL(path, ROOT));
  return Deno.lint.runPlugin(plugin, file, source).map((one) => one.message);
}

/** How one module names another, from folder to folder. */
function specifier(from: string, to: string): string {
  const up = "../".repeat(from.split("/").length - 1);
  return `${up || "./"}${to}`;
}

Deno.test("lint plugin reports each import that goes against the direction, and no other", () => {
  for (const [from, path] of Object.entries(MODULES)) {
    const reported = Object.entries(MODULES).filter(([, other]) =>
      lint(path, `import "${specifier(path, other)}";`).length > 0
    ).map(([to]) => to);
    const forbidden = Object.keys(MODULES).filter((to) =>
      MAY_IMPORT[from] && to !== from && !MAY_IMPORT[from].includes(to)
    );
    deepStrictEqual(reported, forbidden, `imports of ${from}`);
  }
});

const WAYS = {
  "import": `import { a } from "../db/a.ts";`,
  "import of a type": `import type { A } from "../db/a.ts";`,
  "import for its effects": `import "../db/a.ts";`,
  "import()": `await import("../db/a.ts");`,
  "import() as a type": `let a: import("../db/a.ts").A;`,
  "export from": `export { a } from "../db/a.ts";`,
  "export of a type": `export type { A } from "../db/a.ts";`,
  "export of all": `export * from "../db/a.ts";`,
  "export of all under a name": `export * as a from "../db/a.ts";`,
};
for (const [way, source] of Object.entries(WAYS)) {
  Deno.test(`lint plugin notices ${way}`, () => {
    deepStrictEqual(lint("domain/a.ts", source), [
      "domain must not import db",
    ]);
  });
}

Deno.test("lint plugin leaves packages and exports without a module alone", () => {
  const source = `import "node:path"; import { h } from "preact";
    import "npm:db"; export const a = 1; export { h };
    const name = "../db/a.ts"; await import(name);`;
  deepStrictEqual(lint("domain/a.ts", source), []);
});

Deno.test("lint plugin lets tests import anything", () => {
  const source = `import "../db/a.ts"; import "../tests/support/a.ts";`;
  deepStrictEqual(lint("domain/a_test.ts", source), []);
  deepStrictEqual(lint("islands/Live_test.tsx", source), []);
});

Deno.test("lint plugin lets a role's main.ts import anything, and no other main.ts", () => {
  const source = `import "../../db/a.ts"; import "../../start/a.ts";`;
  deepStrictEqual(lint("start/persist.ts", source), []);
  deepStrictEqual(lint("routes/api/main.ts", source).length, 2);
  deepStrictEqual(lint("workers/main.ts", `import "../db/a.ts";`).length, 1);
});

Deno.test("lint plugin does not let a module reach out of the project", () => {
  deepStrictEqual(lint("domain/a.ts", `import "../../other/a.ts";`), [
    "domain must not import outside",
  ]);
});

Deno.test("lint plugin names what is allowed instead", () => {
  const file = fileURLToPath(new URL("islands/Live.tsx", ROOT));
  const [problem] = Deno.lint.runPlugin(plugin, file, `import "../db/a.ts";`);
  match(problem!.hint ?? "", /components, domain/);
});
