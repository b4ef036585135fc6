import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  strictEqual,
} from "node:assert/strict";
import type { Page } from "playwright-core";
import { BROWSER } from "../support/browser.ts";
import { assertReadable } from "../support/page_checks.ts";
import { numberedPosts, startPagesOn } from "../support/pages.ts";
import { retryUntil } from "../support/waiting.ts";

const TOKEN = "correct horse";
const TEXTS = [
  "share the cat for free",
  "an awful cat alert",
  "the cat is here",
];

/** Pages about 60 stored posts, of which a third each has words of a mood. */
async function openPages() {
  const posts = numberedPosts(60, (i) => `${TEXTS[i % 3]}, number ${i}`);
  const pages = await startPagesOn(posts, "rate=1000", {
    TRACK: "cat",
    ADMIN_TOKEN: TOKEN,
  });
  await retryUntil(async () =>
    strictEqual((await readTopic(pages.address)).posts, 60)
  );
  return pages;
}

async function readTopic(address: string) {
  const asked = await fetch(`${address}api/topics`);
  return (await asked.json())[0];
}

async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${address}topics`);
  await page.getByLabel("Token").fill(TOKEN);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

const words = (page: Page, list: string) =>
  page.locator(`#${list}-words .word`).allInnerTexts();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  Deno.test(
    `/t/:topic takes a word out by ×, and /t/:topic/words puts it back, ${how} script`,
    BROWSER,
    async () => {
      await using pages = await openPages();
      const { page, complaints } = await pages.open("t/cat", {
        javaScriptEnabled,
      });
      await page.locator("#positive-words .word").first().waitFor();
      strictEqual(await page.locator(".take").count(), 0, "not signed in");
      await signIn(page, pages.address);
      const address = `${pages.address}t/cat?range=1h`;
      await page.goto(address);
      await page.locator("#positive-words .take").first().waitFor();
      deepStrictEqual((await words(page, "positive")).toSorted(), [
        "free",
        "share",
      ]);
      if (javaScriptEnabled) await assertReadable(page);
      await page.getByRole("button", { name: "Take out share" }).click();
      await page.getByText("Without mood here: share").waitFor();
      strictEqual(page.url(), `${address}#positive-words`);
      deepStrictEqual(await words(page, "positive"), ["free"]);
      deepStrictEqual((await readTopic(pages.address)).ignored, ["share"]);
      await page.goto(`${pages.address}method`);
      match(await page.locator(".method").innerText(), /cat: share/);
      await page.goto(`${pages.address}t/cat/words`);
      await page.getByLabel("Word or emoji").fill("Not ALERT");
      await page.getByRole("button", { name: "Take out" }).click();
      await page.getByRole("button", { name: "Put back alert" }).waitFor();
      if (javaScriptEnabled) await assertReadable(page);
      await page.getByLabel("Word or emoji").fill("two words");
      await page.getByRole("button", { name: "Take out" }).click();
      match(await page.getByRole("alert").innerText(), /single words or emoji/);
      await page.getByRole("button", { name: "Put back share" }).click();
      await retryUntil(async () =>
        deepStrictEqual((await readTopic(pages.address)).ignored, ["alert"])
      );
      await page.goto(address);
      await page.locator("#positive-words .take").first().waitFor();
      deepStrictEqual((await words(page, "positive")).toSorted(), [
        "free",
        "share",
      ]);
      deepStrictEqual(await words(page, "negative"), ["awful"]);
      deepStrictEqual(complaints.filter((one) => !/400/.test(one)), []);
    },
  );
}

Deno.test(
  "words are taken out only by who is signed in, from a page of this site",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const path = `${pages.address}t/cat/words`;
    const post = (headers: Record<string, string>) =>
      fetch(path, {
        method: "POST",
        headers,
        body: new URLSearchParams({ take: "share" }),
        redirect: "manual",
      });
    const origin = new URL(path).origin;
    const asked = await post({ origin });
    strictEqual(asked.status, 401);
    match(await asked.text(), /Sign in first/);
    const { page } = await pages.open("topics");
    await signIn(page, pages.address);
    const [{ name, value } = { name: "", value: "" }] = await page.context()
      .cookies();
    const cookie = `${name}=${value}`;
    for (const other of ["https://example.com", "null"]) {
      strictEqual((await post({ cookie, origin: other })).status, 403);
    }
    ok(!(await readTopic(pages.address)).ignored);
    const done = await post({ cookie, origin });
    strictEqual(done.status, 303);
    strictEqual(done.headers.get("location"), "/t/cat/words");
    deepStrictEqual((await readTopic(pages.address)).ignored, ["share"]);
    const page2 = await fetch(`${pages.address}t/cat`, { headers: { cookie } });
    strictEqual(page2.headers.get("cache-control"), "no-store");
    doesNotMatch(
      await (await fetch(`${pages.address}t/cat`)).text(),
      /class="take"/,
    );
  },
);
