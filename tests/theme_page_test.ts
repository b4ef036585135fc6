import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { assertReadable } from "./support/assert_readable.ts";
import { buildPages } from "./support/pages.ts";
import { BROWSER, openBrowser } from "./support/browser.ts";
import { startProcess } from "./support/processes.ts";
import { temporaryFolder } from "./support/temporary.ts";

const [LIGHT, DARK] = ["rgb(251, 250, 248)", "rgb(15, 17, 21)"];

/** The pages of generated posts, and a browser to look at them; gone with its scope. */
async function serveDemo() {
  await buildPages();
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const { url } = resources.use(
    await startProcess({
      SOURCE_URL: "demo:?seed=1",
      DATABASE_URL: `sqlite:${folder.path}/a.db`,
      TRACK: "trump",
    }),
  );
  const browser = resources.use(await openBrowser());
  const kept = resources.move();
  return { url, browser, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function paperOf(page: Page): Promise<string> {
  return page.locator("html").evaluate((html) =>
    getComputedStyle(html).backgroundColor
  );
}

Deno.test(
  "one switches between light and dark without script, on every page, and is led back",
  BROWSER,
  async () => {
    await using served = await serveDemo();
    const { browser, url } = served;
    for (const colorScheme of ["light", "dark"] as const) {
      const system = colorScheme === "light" ? LIGHT : DARK;
      const context = await browser.newContext({
        colorScheme,
        javaScriptEnabled: false,
      });
      const page = await context.newPage();
      const address = `${url}t/trump?range=1h`;
      await page.goto(address);
      const seen = [await paperOf(page)];
      for (const name of ["light", "dark", "as your system"]) {
        await page.locator(".theme button").click();
        strictEqual(page.url(), address);
        await page.getByRole("button", { name: `Theme: ${name}` }).waitFor();
        seen.push(await paperOf(page));
      }
      deepStrictEqual(seen, [system, LIGHT, DARK, system]);
      await context.close();
    }
  },
);

Deno.test("charts follow the theme that was chosen", BROWSER, async () => {
  await using served = await serveDemo();
  const { browser, url } = served;
  const context = await browser.newContext({ colorScheme: "light" });
  const page = await context.newPage();
  await page.goto(`${url}t/trump`);
  const inks: string[] = [];
  for (const _ of ["as the system", "light", "dark"]) {
    await page.locator("#chart-score canvas").waitFor();
    await page.waitForTimeout(500);
    inks.push(
      await page.locator("#chart-score canvas").evaluate((node) => {
        const canvas = node as HTMLCanvasElement;
        const { data } = canvas.getContext("2d")!
          .getImageData(0, 0, canvas.width, canvas.height);
        let [sum, count] = [0, 0];
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3]! < 250) continue;
          sum += data[i]!;
          count += 1;
        }
        return sum / count > 127 ? "bright" : "dark";
      }),
    );
    await assertReadable(page);
    await page.locator(".theme button").click();
  }
  deepStrictEqual(inks, ["dark", "dark", "bright"]);
});
