import { deepStrictEqual, equal } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openBrowser } from "../../tests/support/open_browser.ts";
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
  await page.waitForSelector("#count[data-alive=true]");
  await page.click("#count");
  await page.click("#count");
  equal(await page.textContent("#count"), "5");

  await page.waitForSelector("#label[data-alive=true]");
  equal(await page.textContent("#label"), HOSTILE);
  equal(await page.evaluate("globalThis.hacked"), undefined);

  await page.waitForFunction("document.title === 'loaded'");
  equal(await page.textContent("#lazy"), "loaded");
  equal(requested.filter((url) => /uPlot/i.test(url)).length, 1);
  equal(
    await page.textContent("main"),
    `5moreand morelate ${HOSTILE}loadedafter`,
  );
  deepStrictEqual(complaints, []);
});
