import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { assertReadable } from "../support/page_checks.ts";
import { startPages, usePages } from "../support/pages.ts";
import { BROWSER } from "../support/browser.ts";

const [LIGHT, DARK] = ["rgb(251, 250, 248)", "rgb(15, 17, 21)"];

/** Pages of generated posts. */
const pages = usePages(() =>
  startPages({ SOURCE_URL: "demo:?seed=1", TRACK: "trump" })
);

function paperOf(page: Page): Promise<string> {
  return page.locator("html").evaluate((html) =>
    getComputedStyle(html).backgroundColor
  );
}

Deno.test(
  "one switches between light and dark without script, on every page, and is led back",
  BROWSER,
  async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const system = colorScheme === "light" ? LIGHT : DARK;
      const { page } = await pages().open("t/trump?range=1h", {
        colorScheme,
        javaScriptEnabled: false,
      });
      const address = page.url();
      const seen = [await paperOf(page)];
      for (const name of ["light", "dark", "as your system"]) {
        await page.locator(".theme button").click();
        strictEqual(page.url(), address);
        await page.getByRole("button", { name: `Theme: ${name}` }).waitFor();
        seen.push(await paperOf(page));
      }
      deepStrictEqual(seen, [system, LIGHT, DARK, system]);
    }
  },
);

Deno.test("charts follow the theme that was chosen", BROWSER, async () => {
  const { page } = await pages().open("t/trump", { colorScheme: "light" });
  const inks: string[] = [];
  for (const _ of ["as the system", "light", "dark"]) {
    await page.locator("#chart-score canvas").waitFor();
    await page.waitForTimeout(500);
    inks.push(
      await page.locator("#chart-score canvas").evaluate((node) => {
        const canvas = node as HTMLCanvasElement;
        const { data } = canvas.getContext("2d")!
          .getImageData(0, 0, canvas.width, canvas.height);
        // Of what is brighter or darker than grid and labels: the line.
        let [dark, bright] = [0, 0];
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3]! < 250) continue;
          if (data[i]! < 24) dark += 1;
          if (data[i]! > 230) bright += 1;
        }
        return bright > dark ? "bright" : "dark";
      }),
    );
    await assertReadable(page);
    await page.locator(".theme button").click();
  }
  deepStrictEqual(inks, ["dark", "dark", "bright"]);
});
