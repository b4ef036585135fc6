import { match, strictEqual } from "node:assert/strict";
import { openStore } from "../start/database.ts";
import { buildPages } from "./support/pages.ts";
import { freePort, temporaryFolder } from "./support/temporary.ts";
import { retryUntil } from "./support/waiting.ts";
import { serverProcess } from "./support/processes.ts";

for (const entry of ["main.ts", "_fresh/server.js"]) {
  Deno.test(`deno serve ${entry} serves the pages by itself`, async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    const databaseUrl = `sqlite:${folder.path}/a.db`;
    const topics = [{ slug: "coffee", query: "coffee" }];
    await using _store = await openStore({ databaseUrl, topics });
    const port = freePort();
    const url = `http://127.0.0.1:${port}/t/coffee`;
    await using _server = await serverProcess(
      "/usr/bin/env",
      [
        `DATABASE_URL=${databaseUrl}`,
        Deno.execPath(),
        ...["serve", "--frozen", "-A", "--host", "127.0.0.1"],
        ...["--port", String(port), entry],
      ],
      () => retryUntil(async () => void await (await fetch(url)).text()),
    );
    const response = await fetch(url);
    strictEqual(response.status, 200);
    match(await response.text(), /No posts about <b>/);
  });
}
