import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { openTopicPages, usePages } from "../support/pages.ts";
import { retryUntil } from "../support/waiting.ts";
import { BROWSER, whereIs } from "../support/browser.ts";

const pages = usePages(openTopicPages);

const PANELS = [
  ".ranges details:first-of-type",
  ".export",
  ".tile:nth-child(2) .info",
  "#chart-score .info",
];

/** What has the focus. */
function focusOf(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement!.tagName);
}

Deno.test(
  "panels close by Esc, by a press elsewhere and when the focus leaves",
  BROWSER,
  async () => {
    const { page, complaints } = await pages().open("/t/cat");
    await page.locator('[data-status="live"]').waitFor();
    for (const panel of PANELS) {
      const open = page.locator(`${panel}[open]`);
      const summary = page.locator(`${panel} summary`);
      const isClosed = () =>
        retryUntil(async () => strictEqual(await open.count(), 0));
      await summary.click();
      await page.locator(`${panel} .popover :is(a, input[required])`).first()
        .focus();
      strictEqual(await open.count(), 1);
      await page.keyboard.press("Escape");
      await isClosed();
      strictEqual(await focusOf(page), "SUMMARY");

      await page.keyboard.press("Enter");
      await open.waitFor();
      await page.locator("h1").click();
      await isClosed();

      await summary.click();
      await page.locator(`${panel} .popover :is(a, button)`).last().focus();
      strictEqual(await open.count(), 1);
      await page.keyboard.press("Tab");
      await isClosed();
      ok(await focusOf(page) !== "BODY");
    }
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "panels are in sight, and nothing is over them",
  BROWSER,
  async () => {
    const { page } = await pages().open("/t/cat?from=2026-01-01&to=2026-01-02");
    for (const width of [360, 768, 1_440]) {
      await page.setViewportSize({ width, height: 900 });
      for (const panel of PANELS) {
        const summary = page.locator(`${panel} summary`);
        await summary.click();
        const outside = await page.locator(`${panel} .popover`).evaluate(
          (node) => {
            node.scrollIntoView({ block: "center" });
            const { left, top, right, bottom } = node.getBoundingClientRect();
            const points = [0.05, 0.5, 0.95].flatMap((x) =>
              [0.05, 0.5, 0.95].map((y): [number, number] => [
                left + x * (right - left),
                top + y * (bottom - top),
              ])
            );
            return points.filter(([x, y]) =>
              !node.contains(document.elementFromPoint(x, y))
            );
          },
        );
        deepStrictEqual(outside, [], `${panel} at ${width}`);
        await page.keyboard.press("Escape");
      }
    }
  },
);

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  Deno.test(
    `figures say what they mean, with a link to the paragraph that says more, ${how} script`,
    BROWSER,
    async () => {
      const { page } = await pages().open("/t/cat", { javaScriptEnabled });
      for (const about of ["the rate", "mood", "the band"]) {
        await page.goto(new URL("/t/cat", page.url()).href);
        await page.getByLabel(`What ${about} means`, { exact: true }).click();
        const link = page.locator(".info[open] .popover a");
        await link.click();
        await page.locator(".method").waitFor();
        const { hash } = new URL(page.url());
        ok(await page.locator(`${hash}`).isVisible(), `${about}: ${hash}`);
      }
    },
  );
}

Deno.test(
  "what is typed into a panel stays while time goes on",
  BROWSER,
  async () => {
    const { page } = await pages().open("/t/cat?range=5m");
    await page.locator('[data-status="live"]').waitFor();
    const span = page.locator("#chart-posts .frame");
    const began = await span.getAttribute("aria-label");
    const field = page.locator('.ranges input[name="from"]');
    await page.locator(".ranges summary").first().click();
    const rendered = await field.inputValue();
    await field.focus();
    await page.keyboard.press("Delete");
    strictEqual(await field.inputValue(), "");
    await retryUntil(async () =>
      ok(await span.getAttribute("aria-label") !== began)
    );
    await page.waitForTimeout(100);
    strictEqual(await field.inputValue(), "");
    strictEqual(
      await field.evaluate((node) => (node as HTMLInputElement).defaultValue),
      rendered,
    );
    await page.keyboard.press("Escape");
    await page.locator(".ranges summary").first().click();
    ok(await field.inputValue() > rendered);
  },
);

const PATHS = ["/t/cat", "/compare?topics=cat,dog"];

for (const path of PATHS) {
  Deno.test(
    `${path}: a time that ends before it begins is refused in place`,
    BROWSER,
    async () => {
      const { page, complaints } = await pages().open(path);
      await page.locator('[data-status="live"]').waitFor();
      const [from, to] = ["from", "to"].map((name) =>
        page.locator(`.ranges input[name="${name}"]`)
      );
      const complaint = () =>
        from!.evaluate((node) => (node as HTMLInputElement).validationMessage);
      await page.locator(".ranges summary").first().click();
      await from!.fill("2020-01-02T00:00");
      await to!.fill("2020-01-01T00:00");
      await page.getByRole("button", { name: "Show" }).click();
      strictEqual(await complaint(), "From must be earlier than To");
      ok(await from!.evaluate((node) => document.activeElement === node));
      strictEqual(whereIs(page), path);

      await to!.fill("2020-01-03T00:00");
      strictEqual(await complaint(), "");
      await page.getByRole("button", { name: "Show" }).click();
      await page.waitForURL(/from=1577923200&to=1578009600$/);
      await page.locator(".ranges summary", {
        hasText: "2 Jan 2020, 00:00 – 3 Jan 2020, 00:00",
      }).waitFor();
      deepStrictEqual(complaints, []);
    },
  );
}

Deno.test(
  "a time that ends before it begins leads back without script",
  BROWSER,
  async () => {
    const options = { javaScriptEnabled: false };
    const { page } = await pages().open("/t/cat?q=good", options);
    const ask = async () => {
      await page.locator(".ranges summary").first().click();
      await page.locator('.ranges input[name="from"]').fill("2020-01-02T00:00");
      await page.locator('.ranges input[name="to"]').fill("2020-01-01T00:00");
      await page.getByRole("button", { name: "Show" }).click();
      match(await page.locator("h1").innerText(), /^from must be before to/);
      await page.getByRole("link", { name: "Back to the page" }).click();
    };
    await ask();
    strictEqual(whereIs(page), "/t/cat?q=good");
    await page.goto(
      new URL("/compare?topics=cat,dog&scale=indexed", pages().address).href,
    );
    await ask();
    strictEqual(whereIs(page), "/compare?topics=cat,dog&scale=indexed");
  },
);
