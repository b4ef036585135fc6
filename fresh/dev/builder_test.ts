import {
  deepStrictEqual,
  equal,
  match,
  notEqual,
  rejects,
} from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { App } from "../app.ts";
import { Builder } from "./builder.ts";
import { WORK_FOLDER } from "./bundle.ts";
import { writeBuild } from "./plan_build.ts";
import { app } from "../testdata/app/main.ts";

type Fetch = (request: Request) => Promise<Response>;

const root = fileURLToPath(new URL("../testdata/app", import.meta.url));
const outDir = join(root, "_fresh");

async function read(fetch: Fetch, path: string): Promise<string> {
  const response = await fetch(new Request(`http://localhost${path}`));
  equal(response.status, 200, path);
  return await response.text();
}

/** All scripts that a page loads at once, by path. */
async function readScripts(
  fetch: Fetch,
  path: string,
  seen: Map<string, string> = new Map(),
): Promise<Map<string, string>> {
  if (seen.has(path)) return seen;
  const text = await read(fetch, path);
  seen.set(path, text);
  for (const [, next] of text.matchAll(/(?:from|import)"(\.[^"]+)"/g)) {
    const { pathname } = new URL(next!, `http://localhost${path}`);
    await readScripts(fetch, pathname, seen);
  }
  return seen;
}

Deno.test("Builder.build() in memory gives an app its routes, files and islands", async () => {
  await rm(outDir, { recursive: true, force: true });
  (await new Builder({ root }).build({ snapshot: "memory" }))(app);
  const fetch = app.handler();
  const html = await read(fetch, "/");
  match(html, /<title>counting<\/title>/);
  equal(html.includes("live_reload"), false);
  deepStrictEqual(
    [...app.build.islands.values()].map(([, name]) => name),
    ["Counter", "Late", "default"],
  );
  equal(await read(fetch, "/api/7"), '{"id":"7"}');
  match(await read(fetch, "/plain"), /<p>no island<\/p>/);

  const style = /href="(\/style\.css\?[^"]+)"/.exec(html)![1]!;
  match(await read(fetch, style), /^body \{\s+margin: 0/);
  const [, lazy] = /"(\/_fresh\/js\/\w+\/islands\/Lazy\.js)"/.exec(html)!;
  const scripts = [...(await readScripts(fetch, lazy!)).entries()];
  equal(scripts.some(([path]) => /uPlot/i.test(path)), false);
  match(
    scripts.map(([, text]) => text).join(),
    /import\("\.\/uPlot[^"]*\.js"\)/,
  );
  equal(existsSync(outDir), false);
});

Deno.test("Builder.build() on disk makes a server of the app", async () => {
  await Deno.mkdir(outDir, { recursive: true });
  await Deno.writeTextFile(join(outDir, "old.js"), "");
  try {
    await new Builder({ root }).build();
    const built = pathToFileURL(join(outDir, "server.js")).href;
    const { default: server } = await import(built);
    const html = await read(server.fetch, "/");
    match(html, /<button[^>]*>3<\/button>/);
    const [, boot] = /src="([^"]+\/boot\.js)"/.exec(html)!;
    equal((await readScripts(server.fetch, boot!)).size > 1, true);
    equal(app.build.mode, "production");
    equal(existsSync(join(outDir, "old.js")), false);
    deepStrictEqual(
      (await readdir(outDir)).sort(),
      ["build.json", "server.js", "static"],
    );
  } finally {
    await rm(outDir, { recursive: true });
  }
});

Deno.test("Builder.build() leaves alone what another build of the app works with", async () => {
  const root = await Deno.makeTempDir();
  const other = join(root, "_fresh", `${WORK_FOLDER}other`, "shared.ts");
  try {
    await Deno.mkdir(dirname(other), { recursive: true });
    await Deno.writeTextFile(other, "");
    for (const snapshot of ["memory", "disk"] as const) {
      await new Builder({ root }).build({ snapshot });
      equal(existsSync(other), true, snapshot);
    }
  } finally {
    await rm(root, { recursive: true });
  }
});

Deno.test("Builder.build() has one id for the same sources, and another for others", async () => {
  const root = await Deno.makeTempDir();
  const buildId = async (mode: "development" | "production") => {
    const app = new App<unknown>();
    (await new Builder({ root }).build({ snapshot: "memory", mode }))(app);
    equal(app.build.mode, mode);
    return app.build.id;
  };
  try {
    await Deno.mkdir(join(root, "static"));
    const [first, second] = [
      await buildId("production"),
      await buildId("production"),
    ];
    equal(first, second);
    notEqual(first, await buildId("development"));
    await Deno.writeTextFile(join(root, "static", "a.css"), "");
    notEqual(first, await buildId("production"));
  } finally {
    await rm(root, { recursive: true });
  }
});

Deno.test("Builder.build() leaves nothing that could run if it fails", async (t) => {
  const root = await Deno.makeTempDir();
  const server = join(root, "_fresh", "server.js");
  try {
    await Deno.mkdir(join(root, "_fresh"));
    await Deno.mkdir(join(root, "islands"));
    await t.step("because of an island", async () => {
      await Deno.writeTextFile(server, "");
      await Deno.writeTextFile(join(root, "islands", "Bad.tsx"), "let = <");
      await rejects(new Builder({ root }).build(), /islands\/Bad\.tsx:1/);
      equal(existsSync(server), false);
    });
    await t.step("while it writes", async () => {
      const bytes = new Uint8Array(1);
      const contents = new Map([["_fresh/a", bytes], ["_fresh/a/b", bytes]]);
      const plan = { id: "", boot: "", liveReload: null, contents } as const;
      const none = { files: {}, islands: [], routes: [] };
      const mode = "production";
      await rejects(writeBuild(root, { ...plan, ...none, mode }));
      equal(existsSync(server), false);
    });
  } finally {
    await rm(root, { recursive: true });
  }
});

Deno.test("Builder.listen() serves, and tells pages which start they talk to", async () => {
  const stop = new AbortController();
  const opened = Promise.withResolvers<number>();
  const ended = new Builder({ root }).listen(
    () => import("../testdata/app/main.ts"),
    {
      hostname: "127.0.0.1",
      port: 0,
      signal: stop.signal,
      onListen: ({ port }) => opened.resolve(port),
    },
  );
  const origin = `http://127.0.0.1:${await opened.promise}`;
  const html = await (await fetch(`${origin}/plain`)).text();
  match(html, /<script type="module" src="[^"]+\/live_reload\.js"/);

  const socket = new WebSocket(`${origin}/_frsh/alive`);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  const revision = await new Promise((resolve) => {
    socket.onmessage = ({ data }) => resolve(data);
  });
  match(String(revision), /^\d+$/);
  socket.close();
  await closed;
  stop.abort();
  await ended;
});
