import { setTimeout as delay } from "node:timers/promises";
import { buildPages } from "../tests/support/pages.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { launchBrowser } from "../tests/support/browser.ts";
import { startProcess } from "../tests/support/processes.ts";
import { generatePosts } from "../workers/ingest/sources/demo/generate.ts";

const OUT = new URL("../docs/pictures/", import.meta.url);

/** Pages by the names of their pictures. */
const PAGES = {
  overview: "",
  topic: "t/trump",
  range: "t/trump?range=6h&term=positive:good",
  compare: "compare?topics=trump,climate,coffee&range=6h",
  topics: "topics",
  pipeline: "pipeline",
  api: "api",
  embed: "embed/t/trump?chart=share",
  error: "t/nobody",
};

const SIZES = {
  desktop: { width: 1_440, height: 1_000 },
  phone: { width: 390, height: 844 },
};

const TOPICS = {
  trump: "trump",
  climate: "(climate OR warming)",
  coffee: "coffee",
};
const RATE = 20;
const PAST_HOURS = 3;

/** Takes a picture of each page, light and dark, of made-up posts. */
async function takeScreenshots(): Promise<void> {
  await buildPages();
  await using folder = await temporaryFolder();
  const settings = {
    DATABASE_URL: `sqlite:${folder.path}/demo.db`,
    TRACK: Object.entries(TOPICS).map((topic) => topic.join("=")).join(),
    ADMIN_TOKEN: "only for pictures",
  };
  {
    const past = `${folder.path}/past.ndjson`;
    await writePast(past);
    const env = { ...settings, SOURCE_URL: `file:${past}` };
    await using read = await startProcess(env);
    await read.waitForLog("source ended");
  }
  await using started = await startProcess({
    ...settings,
    SOURCE_URL: `demo:?seed=7&rate=${RATE}`,
  });
  const browser = await launchBrowser();
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

/** Posts of the hours before those that the demo makes up by itself. */
async function writePast(path: string): Promise<void> {
  const startMs = Date.now() - PAST_HOURS * 3_600_000;
  const endMs = Date.now() - 900_000;
  const words = Object.keys(TOPICS);
  const lines: string[] = [];
  for (const made of generatePosts({ seed: 6, rate: RATE, words })) {
    const atMs = startMs + made.elapsedMs;
    if (atMs >= endMs) break;
    if (made.kind === "delete") continue;
    const { serial, text, lang, author } = made;
    const created_at = new Date(atMs).toISOString();
    lines.push(
      JSON.stringify({ id: `${serial}`, text, lang, author, created_at }),
    );
  }
  await Deno.writeTextFile(path, `${lines.join("\n")}\n`);
}

if (import.meta.main) await takeScreenshots();
