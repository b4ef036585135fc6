import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type BrowserServer,
  chromium,
  type Download,
  type LaunchOptions,
  type Page,
} from "playwright-core";

/** What Chromium needs to run as root, without a screen and without asking the network. */
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--accept-lang=en-GB",
];

/** Playwright keeps handles of its own open for a moment after it has closed. */
export const BROWSER = { sanitizeOps: false, sanitizeResources: false };

/** The Chromium that all tests of a run share, or else one of the test's own; contexts are gone with the scope. */
export async function openBrowser(): Promise<Browser> {
  const shared = Deno.env.get("TEST_BROWSER");
  return await (shared === undefined
    ? launchBrowser()
    : chromium.connect(shared));
}

/** Debian's Chromium of a British viewer: the shell without a screen, which takes a third of the work. */
const LAUNCH: LaunchOptions = {
  executablePath: "/usr/lib/chromium/chromium-headless-shell",
  args: ARGUMENTS,
};

/** A Chromium of the test's own, gone with its scope. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch(LAUNCH);
}

/**
 * A Chromium for several processes: each has contexts of its own. Were they
 * connected to it by its own protocol, each would set schemes and sizes of the
 * others' pages too.
 */
export async function launchSharedBrowser(): Promise<BrowserServer> {
  return await chromium.launchServer({
    ...LAUNCH,
    handleSIGINT: false, // Playwright would end this process too
    handleSIGTERM: false,
  });
}

/** A page, and what it must not have done. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** See `watchPage`. */
  readonly complaints: string[];
}

/** Opens an address in a context of its own, and watches what its page does. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = await watchPage(page);
  await page.goto(address);
  return { page, context, complaints };
}

/**
 * Collects what a page must not do: errors, dialogs, violations of its content
 * security policy, requests to others.
 */
export async function watchPage(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    const isOwn = hostname === "127.0.0.1" || protocol === "data:" ||
      protocol === "blob:";
    if (!isOwn) complaints.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      // deno-lint-ignore no-console
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return complaints;
}

/** The bytes of a download, wherever its browser keeps them. */
export async function readDownload(
  download: Pick<Download, "saveAs">,
): Promise<Uint8Array> {
  const path = await Deno.makeTempFile();
  try {
    await download.saveAs(path);
    return await Deno.readFile(path);
  } finally {
    await Deno.remove(path);
  }
}

/** Path and query that a page shows. */
export function whereIs(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}
