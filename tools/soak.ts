import { parseArgs } from "node:util";
import {
  MOST_BUSY,
  MOST_LASTING_GROWTH,
  startBusyServer,
  watchWork,
  workWords,
} from "../tests/support/budgets.ts";
import { launchBrowser } from "../tests/support/browser.ts";

const SETTLED_MS = 15_000;

/** Keeps a topic's page open for a while at 100 posts a second; false if it takes too much. */
async function soak(minutes: number): Promise<boolean> {
  await using started = await startBusyServer(70 * minutes + 90);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({
      viewport: { width: 1_440, height: 1_000 },
    });
    await page.goto(`${started.url}t/trump`);
    await page.waitForTimeout(SETTLED_MS);
    const work = await watchWork(page, 60 * minutes, { everySeconds: 30 });
    // deno-lint-ignore no-console
    console.log(workWords(work));
    return work.busy <= MOST_BUSY && work.growth <= MOST_LASTING_GROWTH;
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { minutes: { type: "string", default: "10" } },
  });
  if (!await soak(Number(values.minutes))) Deno.exitCode = 1;
}
