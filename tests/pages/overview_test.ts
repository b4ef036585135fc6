import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { assertReadable } from "../support/page_checks.ts";
import {
  numberedPosts,
  openTopicPages,
  startPagesOn,
  usePages,
} from "../support/pages.ts";
import { BROWSER, whereIs } from "../support/browser.ts";

const pages = usePages(openTopicPages);

Deno.test(
  "/ is right without script",
  BROWSER,
  async () => {
    const { page } = await pages().open("/", { javaScriptEnabled: false });
    const cat = page.locator(".card", { hasText: "cat" }).first();
    const words = (await cat.innerText()).replaceAll("\u00a0", " ");
    match(words, /50 % more posts than the hour before/);
    match(words, /150 posts, all time/);
    match(words, /last post (1 min|\d+ s) ago/);
    match(words, /Mood ▲/);
    const dog = page.locator(".card", { hasText: "puppy" });
    ok(!(await dog.innerText()).includes("the hour before"));
    const names = page.locator(".card h2");
    deepStrictEqual(await names.allInnerTexts(), ["cat", "dog"]);
    await page.getByRole("link", { name: "busiest" }).click();
    strictEqual(whereIs(page), "/?sort=rate");

    await page.getByLabel("Compare dog").check();
    await page.getByLabel("Compare cat").check();
    await page.getByRole("button", { name: "Compare selected" }).click();
    match(whereIs(page), /^\/compare\?topics=(cat,dog|dog,cat)$/);
  },
);

Deno.test("the cards of / follow what is posted", BROWSER, async () => {
  const { page, complaints } = await pages().open("/");
  await page.locator('[data-status="live"]').waitFor();
  const dog = page.locator(".card", { hasText: "puppy" });
  await pages().post("dog", new Array(40).fill(1.2));
  await dog.locator('[data-total="50"]').waitFor();
  // Pages load once: what follows happens without.
  await page.evaluate(() => document.body.dataset["kept"] = "yes");
  await page.getByRole("link", { name: "busiest" }).click();
  await page.getByText("busiest").and(page.locator('[aria-current="true"]'))
    .waitFor();
  strictEqual(whereIs(page), "/?sort=rate");
  await page.goBack();
  await page.getByText("created").and(page.locator('[aria-current="true"]'))
    .waitFor();
  strictEqual(await page.locator("[data-kept]").count(), 1);
  match(await page.title(), /\/min · All topics · Freshet/);
  deepStrictEqual(complaints, []);
});

Deno.test(
  "all topics, comparisons and embedded charts can be read by everyone, at any width",
  BROWSER,
  async () => {
    const paths: [path: string, widths: number[]][] = [
      ["/", [360, 1_440]],
      ["/compare?topics=cat,dog&range=1h", [360, 1_440]],
      ["/compare?topics=otter", [360]],
      ["/embed/t/cat?chart=posts", [240, 600]],
      ["/embed/t/cat?chart=share", [240]],
      ["/embed/t/cat?chart=score", [240]],
      ["/embed/t/cat?chart=words", [240]],
    ];
    for (const colorScheme of ["light", "dark"] as const) {
      for (const [path, widths] of paths) {
        for (const width of widths) {
          const { page } = await pages().open(path, {
            colorScheme,
            viewport: { width, height: 800 },
          });
          await page.locator("main").waitFor();
          await assertReadable(page);
          await page.context().close();
        }
      }
    }
  },
);

Deno.test(
  "two topics that are read right now move on / and /compare alike",
  BROWSER,
  async () => {
    const textOf = (i: number) =>
      `a ${i % 3 ? "good cat" : "bad dog"}, number ${i}`;
    await using running = await startPagesOn(
      numberedPosts(400, textOf),
      "rate=60",
      {
        TRACK: "cat, dog",
      },
    );
    const { page, complaints } = await running.open("");
    const other = await running.open("compare?topics=cat,dog");
    await running.started.waitForLog("source ended");
    await page.locator('.card [data-total="266"]').waitFor();
    await page.locator('.card [data-total="134"]').waitFor();
    await other.page.locator('[data-slug="cat"] [data-posts="266"]')
      .waitFor();
    await other.page.locator('[data-slug="dog"] [data-posts="134"]')
      .waitFor();
    const row = await other.page.locator('[data-slug="dog"]').innerText();
    match(row, /−\d+ (slightly )?negative/);
    deepStrictEqual([complaints, other.complaints], [[], []]);
  },
);
