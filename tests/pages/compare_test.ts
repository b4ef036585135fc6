import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  strictEqual,
} from "node:assert/strict";
import type { Page } from "playwright-core";
import { openTopicPages, usePages } from "../support/pages.ts";
import { BROWSER, readDownload, whereIs } from "../support/browser.ts";

const pages = usePages(openTopicPages);

async function postsOf(page: Page, slug: string): Promise<number> {
  const cell = page.locator(`[data-slug="${slug}"] [data-posts]`);
  return Number(await cell.getAttribute("data-posts"));
}

Deno.test("/compare is right without script", BROWSER, async () => {
  const { page } = await pages().open("/compare?topics=cat,dog", {
    javaScriptEnabled: false,
  });
  await page.getByRole("link", { name: "1 h", exact: true }).click();
  await page.getByRole("link", { name: "mean = 100" }).click();
  strictEqual(
    whereIs(page),
    "/compare?topics=cat,dog&range=1h&scale=indexed",
  );
  ok(await postsOf(page, "cat") >= 88);
  strictEqual(
    await page.locator("#chart-posts .line").count() >= 2,
    true,
  );
  await page.getByRole("link", { name: "Take dog off" }).click();
  strictEqual(whereIs(page), "/compare?topics=cat&range=1h&scale=indexed");
  await page.locator(".ranges summary").first().click();
  await page.getByRole("button", { name: "Show" }).click();
  match(whereIs(page), /^\/compare\?topics=cat&scale=indexed&from=.+&to=.+$/);
});

Deno.test(
  "/compare follows what is posted, and can be zoomed by keys",
  BROWSER,
  async () => {
    const path = "/compare?topics=cat,dog&range=1h";
    const { page, complaints } = await pages().open(path, {
      timezoneId: "Asia/Kolkata",
    });
    await page.locator('[data-status="live"]').waitFor();
    // Upstream Fresh leaves this mark, and reloads on Back where it finds it.
    await page.evaluate(() => history.replaceState({ fClientNav: true }, ""));
    await page.reload();
    await page.locator('[data-status="live"]').waitFor();
    deepStrictEqual(await page.evaluate(() => history.state), {});
    const before = {
      cat: await postsOf(page, "cat"),
      dog: await postsOf(page, "dog"),
    };
    await pages().post("dog", new Array(25).fill(0));
    await page.locator(`[data-slug="dog"] [data-posts="${before.dog + 25}"]`)
      .waitFor();
    strictEqual(await postsOf(page, "cat"), before.cat);
    const answer = await fetch(new URL("/api/topics", pages().address));
    strictEqual((await answer.json())[1].posts, 35);

    await page.evaluate(() => document.body.dataset["kept"] = "yes");
    await page.getByRole("link", { name: "UTC", exact: true }).click();
    await page.getByText("times in UTC").waitFor();
    await page.goBack();
    await page.getByText("times in Asia/").waitFor();
    await page.getByRole("link", { name: "mean = 100" }).click();
    await page.getByText("mean is 100").waitFor();
    await page.goBack();
    await page.getByText("mean is 100").waitFor({ state: "detached" });
    strictEqual(await page.locator("[data-kept]").count(), 1);

    const chart = page.getByRole("slider").first();
    await chart.focus();
    for (const key of ["End", "Enter", "Shift+ArrowLeft"]) {
      await chart.press(
        key,
      );
    }
    await chart.press("Enter");
    // Other numbers come with another page.
    await page.locator("[data-kept]").waitFor({ state: "detached" });
    await page.locator('[data-status="live"]').waitFor();
    match(
      await page.locator(".ranges summary").first().innerText(),
      /^\d+ \w{3} \d{4}, \d\d:\d\d – (\d+ \w{3} \d{4}, )?\d\d:\d\d$/,
    );
    const params = new URL(page.url()).searchParams;
    strictEqual(Number(params.get("to")) - Number(params.get("from")), 11 * 60);
    await page.getByRole("slider").first().press("Escape");
    await page.waitForURL((url) => !url.searchParams.has("from"));
    strictEqual(whereIs(page), path);
    await page.getByText("from–to").waitFor();

    await page.getByRole("link", { name: "Earlier" }).click();
    await page.waitForURL(/topics=cat,dog&from=\d+&to=\d+$/);
    await page.locator(".ranges summary", { hasText: "–" }).waitFor();
    await page.getByRole("link", { name: "15\u00a0m" }).click();
    await page.waitForURL(/topics=cat,dog$/);
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "an entry of the legend hides its line, and shows it again",
  BROWSER,
  async () => {
    const { page, complaints } = await pages().open("/compare?topics=cat,dog");
    const entry = (pressed: boolean) =>
      page.locator("#chart-score .legend").getByRole("button", {
        name: /^dog/,
        pressed,
      });
    const said = () =>
      page.locator("#chart-posts [role=slider]").getAttribute("aria-valuetext");
    await entry(true).click();
    await entry(false).waitFor();
    doesNotMatch((await said())!, /dog/);
    await entry(false).click();
    await entry(true).waitFor();
    match((await said())!, /cat .* dog /);
    deepStrictEqual(complaints, []);
  },
);

Deno.test("a comparison is saved as a picture", BROWSER, async () => {
  const { page, complaints } = await pages().open("/compare?topics=cat,dog");
  for (const chart of ["posts", "score"]) {
    await page.locator(`#chart-${chart} canvas`).waitFor();
    const menu = page.locator(`#chart-${chart} .save`);
    await menu.locator("summary").click();
    await menu.getByRole("link", { name: /CSV/ }).nth(1).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      menu.getByRole("button", { name: "PNG" }).click(),
    ]);
    await page.keyboard.press("Escape");
    match(
      download.suggestedFilename(),
      new RegExp(`^cat\\+dog-${chart}-\\d{8}T\\d{6}Z\\.png$`),
    );
    ok((await readDownload(download)).length > 10_000);
  }
  deepStrictEqual(complaints, []);
});

Deno.test(
  "/compare says what it cannot compare, and offers what it can",
  BROWSER,
  async () => {
    const { page } = await pages().open("/compare?topics=cat,otter");
    await page.getByText('Unknown topic "otter"').waitFor();
    ok(await page.getByLabel("cat").isChecked());
    await page.getByRole("button", { name: "Compare" }).click();
    strictEqual(whereIs(page), "/compare?topics=cat");
    await page.goto(new URL("/compare", pages().address).href);
    await page.getByLabel("dog").check();
    await page.getByRole("button", { name: "Compare" }).click();
    strictEqual(whereIs(page), "/compare?topics=dog");
  },
);
