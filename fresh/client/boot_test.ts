import { deepStrictEqual, equal } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openBrowser } from "../../tests/support/browser.ts";
import { Builder } from "../dev/builder.ts";
import { app } from "../testdata/app/main.ts";
import { HOSTILE } from "../testdata/app/routes/index.tsx";

const root = fileURLToPath(new URL("../testdata/app", import.meta.url));

Deno.test("islands come to life under a nonce policy, and load what they need later", async () => {
  (await new Builder({ root }).build({ snapshot: "memory" }))(app);
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  await using server = Deno.serve(options, app.handler());
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requested: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("request", (request) => requested.push(request.url()));

  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  await page.waitForSelector("button[data-alive=true]");
  await page.click("button");
  await page.click("button");
  await page.waitForFunction(
    "document.querySelector('#lazy').textContent === 'function'",
  );
  equal(
    await page.textContent("main"),
    `5moreand more${HOSTILE}late functionafter`,
  );
  equal(await page.evaluate("globalThis.hacked"), undefined);
  equal(requested.filter((url) => /uPlot/i.test(url)).length, 1);
  deepStrictEqual(complaints, []);
});
