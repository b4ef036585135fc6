import { setTimeout as delay } from "node:timers/promises";
import { buildPages } from "../tests/support/build_pages.ts";
import { openBrowser } from "../tests/support/open_browser.ts";
import { startProcess } from "../tests/support/start_process.ts";
import { temporaryFolder } from "../tests/support/temporary_folder.ts";

const OUT = new URL("../docs/", import.meta.url);

/** Pages by the names of their pictures. */
const PAGES = {
  overview: "",
  topic: "t/trump",
  compare: "compare?topics=trump,climate,coffee",
  topics: "topics",
  pipeline: "pipeline",
  api: "api",
};

const SIZES = {
  desktop: { width: 1_440, height: 1_000 },
  phone: { width: 390, height: 844 },
};

/** Takes a picture of each page, light and dark, of made-up posts. */
async function takeScreenshots(): Promise<void> {
  await buildPages();
  await using folder = await temporaryFolder();
  await using started = await startProcess({
    SOURCE_URL: "demo:?seed=7&rate=20",
    DATABASE_URL: `sqlite:${folder.path}/demo.db`,
    TRACK: "trump, climate=(climate OR warming), coffee",
    ADMIN_TOKEN: "only for pictures",
  });
  const browser = await openBrowser();
  try {
    for (const [name, path] of Object.entries(PAGES)) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        for (const colorScheme of ["light", "dark"] as const) {
          const page = await browser.newPage({ viewport, colorScheme });
          await page.goto(started.url + path);
          await delay(3_000);
          const file = new URL(`${name}-${size}-${colorScheme}.png`, OUT);
          await page.screenshot({ path: decodeURIComponent(file.pathname) });
          await page.close();
        }
      }
    }
  } finally {
    await browser.close();
  }
}

if (import.meta.main) await takeScreenshots();
