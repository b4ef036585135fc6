import { type Browser, chromium } from "playwright-core";

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

/** Debian's Chromium of a British viewer, gone with its scope. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ARGUMENTS,
  });
}
