import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { addTopic, removeTopic } from "../../db/write/topics.ts";
import { BROWSER } from "../support/browser.ts";
import { assertReadable } from "../support/page_checks.ts";
import { openTopicPages, usePages } from "../support/pages.ts";
import { retryUntil } from "../support/waiting.ts";

const pages = usePages(openTopicPages);
const BOTH = "wall?topics=cat,dog";

for (
  const [width, height] of [[1_920, 1_080], [3_840, 2_160]] as const
) {
  Deno.test(
    `/wall fills ${width} × ${height}, without controls, in large type`,
    BROWSER,
    async () => {
      const { page, complaints } = await pages().open(BOTH, {
        viewport: { width, height },
      });
      strictEqual(await page.locator(".wall li").count(), 2);
      strictEqual(await page.locator("a, button, input, nav").count(), 0);
      const { scroll, rate, bottom } = await page.evaluate(() => ({
        scroll: [
          document.documentElement.scrollWidth - innerWidth,
          document.documentElement.scrollHeight - innerHeight,
        ],
        rate: parseFloat(
          getComputedStyle(document.querySelector(".wall .rate b")!).fontSize,
        ) / innerHeight,
        bottom: innerHeight -
          document.querySelector(".wall li")!.getBoundingClientRect().bottom,
      }));
      deepStrictEqual(scroll, [0, 0]);
      ok(rate > 0.1, `the number is ${rate} of the height`);
      ok(bottom < height / 20, `${bottom} pixels are empty`);
      await assertReadable(page);
      deepStrictEqual(complaints, []);
    },
  );
}

Deno.test("/wall says when its numbers are old", BROWSER, async () => {
  const { page } = await pages().open("about:blank");
  await page.clock.install();
  await page.goto(pages().address + BOTH);
  await page.locator(".wall .hour").first().waitFor();
  strictEqual(await page.locator(".seen").count(), 0);
  await page.context().setOffline(true);
  await page.clock.runFor(60_000);
  await retryUntil(async () =>
    match((await page.locator(".seen").textContent())!, /last seen .+ ago/)
  );
  await page.context().setOffline(false);
  await retryUntil(async () => {
    await page.clock.runFor(5_000);
    strictEqual(await page.locator(".seen").count(), 0);
  });
});

Deno.test(
  "/wall goes on without a topic that was removed",
  BROWSER,
  async () => {
    const { page } = await pages().open("about:blank");
    await page.clock.install();
    await page.goto(pages().address + BOTH);
    await page.locator(".wall .hour").first().waitFor();
    strictEqual(await page.locator(".wall li").count(), 2);
    try {
      await removeTopic(pages().db, "dog");
      await retryUntil(async () => {
        await page.clock.runFor(5_000);
        deepStrictEqual(await page.locator(".wall h2").allTextContents(), [
          " cat",
        ]);
      });
      await page.clock.runFor(60_000);
      await retryUntil(async () => {
        await page.clock.runFor(5_000);
        strictEqual(await page.locator(".seen").count(), 0);
      });
    } finally {
      await addTopic(pages().db, { slug: "dog", query: "dog OR puppy" });
    }
  },
);

Deno.test("/wall?rotate shows one topic after the other", BROWSER, async () => {
  const { page } = await pages().open("about:blank");
  await page.clock.install();
  await page.goto(`${pages().address}${BOTH}&rotate=20`);
  const name = page.locator(".wall h2");
  match((await name.textContent())!, /cat/);
  await retryUntil(async () => {
    await page.clock.runFor(5_000);
    match((await name.textContent())!, /dog/);
  });
});

Deno.test(
  "/wall without script is a still page that loads the next one",
  BROWSER,
  async () => {
    const { page } = await pages().open(BOTH, { javaScriptEnabled: false });
    strictEqual(await page.locator(".wall li").count(), 2);
    const refreshOf = async (path: string) => {
      const answer = await fetch(pages().address + path);
      const [, content] = /http-equiv="refresh" content="([^"]*)"/.exec(
        await answer.text(),
      )!;
      return content!.replaceAll("&amp;", "&");
    };
    strictEqual(await refreshOf(BOTH), "30; url=/wall?topics=cat,dog");
    const rotated = `${BOTH}&rotate=20`;
    strictEqual(await refreshOf(rotated), `20; url=/${rotated}&show=1`);
    strictEqual(
      await refreshOf(`${rotated}&show=1`),
      `20; url=/${rotated}&show=2`,
    );
  },
);

Deno.test("/wall refuses what it cannot show", async () => {
  const statusOf = async (query: string) => {
    const answer = await fetch(`${pages().address}wall?${query}`);
    await answer.body?.cancel();
    return answer.status;
  };
  deepStrictEqual(
    await Promise.all([
      statusOf("topics=tea"),
      statusOf("topics=a,b,c,d,e,f,g"),
      statusOf("rotate=1"),
      statusOf(""),
    ]),
    [404, 400, 400, 200],
  );
});

const PERS: [per: string, bars: number, words: RegExp][] = [
  ["minute", 60, /15 min.*Last hour ·/s],
  ["hour&zone=Asia/Kolkata", 48, /\/hour.*24 hours.*Last 48 hours ·/s],
  ["day&zone=Europe/Berlin", 30, /\/day.*7 days.*Last 30 days ·/s],
  ["month", 12, /\/month.*3 months.*Last 12 months ·/s],
];

for (const [per, bars, words] of PERS) {
  Deno.test(
    `/wall?per=${per} shows ${bars} bars, also when it reads again`,
    BROWSER,
    async () => {
      const { page, complaints } = await pages().open("about:blank");
      await page.clock.install();
      const path = `${BOTH}&per=${per}`;
      await page.goto(pages().address + path);
      const box = page.locator(".wall .hour").first();
      const assertBars = async () =>
        match(
          (await box.getAttribute("viewBox"))!,
          new RegExp(`^0 0 ${bars} `),
        );
      await assertBars();
      match(await page.locator(".wall li").first().innerText(), words);
      const read = page.waitForResponse(/api\/series/);
      await page.clock.runFor(12_000);
      strictEqual((await read).status(), 200);
      await assertBars();
      deepStrictEqual(complaints, []);
    },
  );
}

Deno.test("/wall refuses a unit that there is not", async () => {
  const answer = await fetch(`${pages().address}${BOTH}&per=decade`);
  await answer.body?.cancel();
  strictEqual(answer.status, 400);
});
