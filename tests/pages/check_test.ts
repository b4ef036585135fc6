import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import { BROWSER } from "../support/browser.ts";
import { assertReadable } from "../support/page_checks.ts";
import { numberedPosts, startPagesOn } from "../support/pages.ts";
import { retryUntil } from "../support/waiting.ts";

const TOKEN = "correct horse";

/** Pages about 80 stored posts: a third each is positive, negative and neutral. */
async function openPages() {
  const texts = ["a great cat", "an awful cat", "the cat is <b>here</b>"];
  const posts = numberedPosts(80, (i) => `${texts[i % 3]}, number ${i}`);
  const pages = await startPagesOn(posts, "rate=1000", {
    TRACK: "cat",
    ADMIN_TOKEN: TOKEN,
  });
  await retryUntil(async () => {
    const asked = await fetch(`${pages.address}api/topics`);
    strictEqual((await asked.json())[0].posts, 80);
  });
  return {
    ...pages,
    path: `${pages.address}t/cat/check`,
    open: (options?: BrowserContextOptions) =>
      pages.open("t/cat/check", options),
  };
}

async function begin(page: Page, size = "50"): Promise<void> {
  await page.getByLabel("Token").fill(TOKEN);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Posts of").selectOption("1h");
  await page.locator(`input[value="${size}"]`).check();
  await page.getByRole("button", { name: "Start" }).click();
}

const textOf = (page: Page) => page.locator(".label .text").innerText();

/** What a careful reader says, but for one post of five. */
function labelOf(text: string): "positive" | "neutral" | "negative" {
  const number = Number(/\d+$/.exec(text));
  if (number % 5 === 2) return "negative";
  if (text.includes("great")) return "positive";
  return text.includes("awful") ? "negative" : "neutral";
}

const KEYS = { positive: "1", neutral: "2", negative: "3" } as const;

const progress = (page: Page, text: string) =>
  page.getByText(new RegExp(`^${text} of 50, `)).waitFor();

Deno.test(
  "/t/:topic/check works by keyboard: label, skip, undo, result; two readers agree",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const { page, complaints } = await pages.open();
    await begin(page);
    await progress(page, "1");
    const first = await textOf(page);
    match(await page.title(), /^1 of 50 · Check cat/);
    const html = await page.locator(".label").innerHTML();
    ok(!/mark|mood|scorer|%/i.test(html.replace("What is the mood", "")), html);
    await page.reload();
    strictEqual(await textOf(page), first, "a reload keeps the post");
    await page.locator(".label kbd").first().waitFor();
    await page.keyboard.press("s");
    await progress(page, "2");
    await page.keyboard.press("u");
    await progress(page, "1");
    strictEqual(await textOf(page), first);
    const seen = new Set<string>();
    for (let i = 1; i <= 50; i++) {
      await progress(page, `${i}`);
      const text = await textOf(page);
      seen.add(text);
      await page.keyboard.press(i === 3 ? "0" : KEYS[labelOf(text)]);
    }
    await page.getByText(/by 1 reader, 49 posts\./).waitFor();
    strictEqual(seen.size, 50);
    const asked = await (await fetch(
      `${pages.address}api/check?topic=cat&range=1h`,
    )).json();
    deepStrictEqual(
      [asked.check.labelled, asked.check.size, asked.check.readers],
      [49, 50, 1],
    );
    const { share, low, high } = asked.check.shares.negative;
    ok(low < share && share < high && share > 0.3 && share < 0.65);
    ok(asked.asked.shares.negative.share > 0.3);
    const row = page.getByRole("row", { name: /Negative \d+\s%/ }).first();
    const shown = `${Math.round(100 * share)}\u00a0%`;
    ok((await row.innerText()).includes(shown), await row.innerText());
    match(
      await page.locator(".differences li").first().innerText(),
      /number \d*[27][\s\S]*Scorer:[\s\S]*Reader:\s+▼ negative/,
    );

    await page.getByRole("button", { name: "Label as another reader" }).click();
    await page.getByText("Another reader labelled these posts").waitFor();
    strictEqual(await textOf(page), first, "the same posts");
    await page.locator(".label kbd").first().waitFor();
    for (let i = 1; i <= 50; i++) {
      await progress(page, `${i}`);
      await page.keyboard.press(KEYS[labelOf(await textOf(page))]);
    }
    await page.getByText(/by 2 readers, 50 posts\./).waitFor();
    await page.getByText(/α\): 1\.00; they agree\./).waitFor();
    await page.goto(`${pages.address}t/cat?range=1h`);
    await page.getByText(
      /^Checked .*: positive\s\d+\s%\s±\s\d+, negative\s\d+\s%\s±\s\d+/,
    ).waitFor();
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "/t/:topic/check works without script, and its labels can be exported and deleted",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const { page } = await pages.open({ javaScriptEnabled: false });
    await begin(page);
    for (let i = 1; i <= 32; i++) {
      await progress(page, `${i}`);
      const label = labelOf(await textOf(page));
      await page.locator(`.answers [value="${label}"]`).click();
    }
    await page.getByRole("button", { name: "Undo" }).click();
    await progress(page, "32");
    await page.goto(`${pages.address}t/cat`);
    await page.getByRole("link", { name: "The check" }).click();
    await page.getByRole("link", { name: "Show the result so far" }).click();
    await page.getByText(/by 1 reader, 31 posts\./).waitFor();
    const labels = `${pages.address}api/check/labels?topic=cat`;
    const exported = await (await fetch(labels)).json();
    strictEqual(exported.labels.length, 31);
    const text = JSON.stringify(exported);
    ok(!text.includes("great") && !text.includes("freshet_reader"));
    const lines = (await (await fetch(`${labels}&format=csv`)).text())
      .trim().split("\r\n");
    strictEqual(lines.length, 32);
    match(lines[1]!, /^0,file,p\d+,1,(positive|neutral|negative),/);
    await page.getByRole("button", { name: "Delete my labels" }).click();
    await page.getByText("1 of 50,").waitFor();
    deepStrictEqual((await (await fetch(labels)).json()).labels, []);
    await page.getByRole("button", { name: "Positive" }).click();
    await page.goto(`${pages.path}?show=result`);
    await page.getByText("Delete this check").click();
    await page.getByRole("button", { name: "Delete it" }).click();
    await page.getByText("How far can the scorer be trusted").waitFor();
    const { check } = await (await fetch(`${pages.address}api/check?topic=cat`))
      .json();
    strictEqual(check, null);
  },
);

Deno.test(
  "/t/:topic/check can be read by everyone, in both schemes, on a phone too",
  BROWSER,
  async () => {
    await using pages = await openPages();
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [360, 1_440]) {
        const viewport = { width, height: 900 };
        const { page } = await pages.open({ colorScheme, viewport });
        await assertReadable(page);
        await begin(page);
        await page.locator(".label kbd").first().waitFor();
        await assertReadable(page);
        for (let i = 1; i <= 30; i++) {
          await progress(page, `${i}`);
          await page.keyboard.press(KEYS[labelOf(await textOf(page))]);
        }
        await progress(page, "31");
        await page.goto(`${pages.path}?show=result`);
        await page.getByText("Where they differ most").waitFor();
        await assertReadable(page);
        await page.goto(`${pages.address}t/cat?range=1h`);
        await page.getByText(/^Checked /).waitFor();
        await assertReadable(page, [".checked"]);
        await page.context().close();
      }
    }
  },
);
