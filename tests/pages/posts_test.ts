import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Post } from "../../domain/schema/posts.ts";
import type { PostPage } from "../../domain/post/search.ts";
import { assertReadable } from "../support/page_checks.ts";
import { type StartedPages, startPagesOn, usePages } from "../support/pages.ts";
import { BROWSER, readDownload, whereIs } from "../support/browser.ts";
import { retryUntil } from "../support/waiting.ts";

const TEXTS = [
  ["en", "Trump is good for #otters"],
  ["en", "Trump was bad and awful, see https://news.example/a"],
  ["de", "Trump, der Fuchs, na ja #Otters 😀"],
  ["ar", "ترامب trump يتحدث اليوم عن الثعالب"],
  ["en", "nothing about Trump, says @ann"],
] as const;

/** Everything in one process, over so many posts that arrive at so many a second. */
function serve(count: number, rate: number): Promise<StartedPages> {
  const posts = Array.from({ length: count }, (_, i) => {
    const [lang, text] = TEXTS[i % TEXTS.length]!;
    return {
      id: `p${i}`,
      created_at: new Date(1_500_000_000_000 + i * 1_000).toISOString(),
      lang,
      author: `writer${i % 7}`,
      text: `${text} ${i}`,
    };
  });
  return startPagesOn(posts, `rate=${rate}`, { TRACK: "trump" });
}

/** Pages of 300 posts that have all come. */
const settled = usePages(async () => {
  const pages = await serve(300, 2_000);
  await pages.started.waitForLog("source ended");
  return pages;
});

/** All that `/api/posts` gives, from page to page. */
async function readAll(base: string, query: string): Promise<Post[]> {
  const posts: Post[] = [];
  for (let before = "";;) {
    const path = `/api/posts?topic=trump&limit=200&${query}&before=${before}`;
    const page: PostPage = await (await fetch(new URL(path, base))).json();
    posts.push(...page.posts);
    if (page.next === null) return posts;
    before = page.next;
  }
}

function seqsOn(page: Page): Promise<number[]> {
  return page.locator("#posts [data-seq]").evaluateAll((nodes) =>
    nodes.map((node) => Number((node as HTMLElement).dataset.seq))
  );
}

const textsOn = (page: Page) => page.locator("#posts .text").allInnerTexts();

/** Waits until the list holds these posts, from the first on. */
async function waitForSeqs(page: Page, seqs: readonly number[]): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const nodes = document.querySelectorAll<HTMLElement>("#posts [data-seq]");
      const shown = Array.from(nodes, (node) => Number(node.dataset.seq));
      const length = Math.min(shown.length, wanted.length);
      return length > 0 &&
        shown.slice(0, length).join() === wanted.slice(0, length).join();
    },
    seqs,
    { timeout: 10_000 },
  );
}

Deno.test(
  "a click on an entry of a list filters the posts, another takes it off, and the back button follows",
  BROWSER,
  async () => {
    const { started, open } = settled();
    const { page, complaints } = await open("/t/trump?zone=utc");
    await page.locator('[data-status="live"]').waitFor();
    const base = started.url;
    const all = (await readAll(base, "")).map(({ seq }) => seq);

    await page.locator("#terms a", { hasText: "#otters" }).click();
    const tagged = await readAll(base, "term=hashtag:otters");
    strictEqual(tagged.length, 120);
    await waitForSeqs(page, tagged.map(({ seq }) => seq));
    strictEqual(whereIs(page), "/t/trump?zone=utc&term=hashtag%3Aotters");
    match(await page.locator(".chips").innerText(), /hashtag otters/);

    await page.locator(".moods a", { hasText: "positive" }).click();
    const both = await readAll(base, "term=hashtag:otters&sentiment=positive");
    strictEqual(both.length, 120);
    await page.getByRole("tab", { name: "Languages" }).click();
    await page.locator("#terms a", { hasText: "German" }).click();
    const german = await readAll(base, "term=hashtag:otters&lang=de");
    strictEqual(german.length, 60);
    await waitForSeqs(page, german.map(({ seq }) => seq));
    strictEqual(await page.locator(".chips li").count(), 3);

    await page.goBack();
    await waitForSeqs(page, tagged.map(({ seq }) => seq));
    strictEqual(await page.locator(".chips li").count(), 2);
    await page.locator(".chips a", { hasText: "positive" }).click();
    await page.locator(".chips a", { hasText: "otters" }).click();
    await waitForSeqs(page, all);
    strictEqual(whereIs(page), "/t/trump?zone=utc&list=lang");

    await page.locator("#negative-words a", { hasText: "bad" }).click();
    await waitForSeqs(
      page,
      (await readAll(base, "term=negative:bad")).map(({ seq }) => seq),
    );
    await page.locator("#negative-words a", { hasText: "bad" }).click();
    await waitForSeqs(page, all);

    await page.getByRole("searchbox").fill("100");
    await page.keyboard.press("Enter");
    await page.locator(".chips", { hasText: "text “100”" }).waitFor();
    await waitForSeqs(
      page,
      (await readAll(base, "q=100")).map(({ seq }) => seq),
    );
    match((await textsOn(page)).join("\n"), /^.* 100$/);
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "older posts come while one scrolls, to the first, and the page stays small",
  BROWSER,
  async () => {
    await using setting = await serve(900, 3_000);
    const { started, open } = setting;
    await started.waitForLog("source ended");
    const all = (await readAll(started.url, "")).map(({ seq }) => seq);
    strictEqual(all.length, 900);
    for (
      const viewport of [{ width: 1_440, height: 900 }, {
        width: 390,
        height: 800,
      }]
    ) {
      const { page, complaints } = await open("/t/trump", { viewport });
      await page.locator('[data-status="live"]').waitFor();
      const seen = new Set<number>();
      for (let i = 0; i < 200 && !seen.has(all.at(-1)!); i++) {
        const seqs = await seqsOn(page);
        ok(seqs.length <= 300, `${seqs.length} posts are in the page`);
        const start = all.indexOf(seqs[0]!);
        deepStrictEqual(seqs, all.slice(start, start + seqs.length));
        for (const seq of seqs) seen.add(seq);
        const before = await inSight(page);
        await page.locator(".older").scrollIntoViewIfNeeded();
        await page.waitForFunction((last) => {
          const nodes = document.querySelectorAll<HTMLElement>(
            "#posts [data-seq]",
          );
          return Number([...nodes].at(-1)?.dataset.seq) < last || last === 1;
        }, seqs.at(-1)!);
        ok((await inSight(page)) <= before, "one reads on where one was");
      }
      strictEqual(seen.size, 900);
      strictEqual(await page.locator(".older a").count(), 0);
      await page.getByRole("button", { name: "Newest posts" }).click();
      await waitForSeqs(page, all);
      deepStrictEqual(complaints, []);
      await page.close();
    }
  },
);

/** The first post that is in sight. */
function inSight(page: Page): Promise<number> {
  return page.evaluate(() => {
    const edge = Math.max(
      0,
      document.querySelector(".scroller")!.getBoundingClientRect().top,
    );
    const nodes = [
      ...document.querySelectorAll<HTMLElement>("#posts [data-seq]"),
    ];
    const node = nodes.find((node) =>
      node.getBoundingClientRect().bottom > edge + 32
    );
    return Number(node?.dataset.seq);
  });
}

Deno.test(
  "posts arrive live under a filter, and only those that it lets through",
  BROWSER,
  async () => {
    await using setting = await serve(1_200, 60);
    const { started, open } = setting;
    const filters = {
      "mood=negative": /was bad/,
      "lang=de&q=NA+JA": /na ja/,
      "term=hashtag:otters": /#otters/i,
      "range=1h&term=positive:good": /good/,
    };
    const pages = await Promise.all(
      Object.keys(filters).map(async (query) => {
        const { page, complaints } = await open(`/t/trump?${query}`);
        return { page, complaints, query };
      }),
    );
    for (const { page, query } of pages) {
      const [first = 0] = await seqsOn(page);
      await page.waitForFunction(
        (first) => {
          const newest = document.querySelector<HTMLElement>(
            "#posts [data-seq]",
          );
          return Number(newest?.dataset.seq) > first + 20;
        },
        first,
        { timeout: 15_000 },
      ).catch((cause) => {
        throw new Error(`nothing new under ${query}`, { cause });
      });
      const wanted = filters[query as keyof typeof filters];
      for (const text of await textsOn(page)) match(text, wanted);
    }
    await started.waitForLog("source ended");
    for (const { page, query, complaints } of pages) {
      const asked = query.replace("mood", "sentiment").replace("range=1h", "");
      const all = (await readAll(started.url, asked)).map(({ seq }) => seq);
      await page.waitForFunction(
        (newest) =>
          document.querySelector<HTMLElement>("#posts [data-seq]")?.dataset
            .seq === newest,
        String(all[0]),
      );
      await waitForSeqs(page, all);
      deepStrictEqual(complaints, []);
    }
  },
);

/** What browsers report of a shift of the layout. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

Deno.test(
  "new posts neither jump in nor disturb who reads on, and wait to be shown",
  BROWSER,
  async () => {
    await using setting = await serve(900, 60);
    // Before the first post there is a note in the place of the list.
    await retryUntil(async () =>
      ok((await readAll(setting.started.url, "")).length > 30)
    );
    const { page, complaints } = await setting.open("/t/trump", {
      viewport: { width: 1_440, height: 900 },
    });
    await page.evaluate(() => {
      const sum = { shift: 0, moved: [] as string[] };
      Object.assign(globalThis, { sum });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, sources } = entry as LayoutShift;
          sum.shift += value;
          const moved = sources.map(({ node }) => node?.textContent);
          sum.moved.push(`${value}: ${moved.join(" | ").slice(0, 200)}`);
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    const newest = async () => (await seqsOn(page))[0] ?? 0;
    const first = await newest();
    await retryUntil(async () => ok(await newest() > first + 150));
    const { shift, moved } = await page.evaluate(() =>
      (globalThis as unknown as { sum: { shift: number; moved: string[] } }).sum
    );
    ok(shift <= 0.02, `the layout shifted by ${shift}: ${moved.join("\n")}`);

    await page.locator(".scroller").evaluate((node) => node.scrollTop = 900);
    await page.locator("button.waiting").waitFor();
    const [before, post] = [await newest(), await inSight(page)];
    const waiting = page.getByRole("button", { name: /^\d{2,}.* new posts/ });
    await waiting.waitFor();
    deepStrictEqual([await newest(), await inSight(page)], [before, post]);
    await waiting.click();
    await retryUntil(async () => ok(await newest() > before));
    const hasFocus = page.locator(".scroller:focus");
    strictEqual(await hasFocus.count(), 1, "the focus is lost");
    strictEqual(
      await page.locator(".scroller").evaluate((node) => node.scrollTop),
      0,
    );
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "what is exported is what is asked for, by a link and by a button that tells how far it is",
  BROWSER,
  async () => {
    const { started, open } = settled();
    const wanted = await readAll(
      started.url,
      "term=hashtag:otters&sentiment=positive",
    );
    const { page, complaints } = await open(
      "/t/trump?range=24h&mood=positive&term=hashtag:otters",
    );
    await page.locator('[data-status="live"]').waitFor();
    await page.getByText("Export").click();
    const link = page.getByRole("link", { name: "NDJSON" });
    const answer = await fetch(
      new URL((await link.getAttribute("href"))!, started.url),
    );
    const lines = (await answer.text()).trimEnd().split("\n");
    deepStrictEqual(lines.map((line) => JSON.parse(line)), wanted.toReversed());

    await page.evaluate(() =>
      Object.assign(globalThis, { showSaveFilePicker: undefined })
    );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "CSV", exact: true }).click(),
    ]);
    match(download.suggestedFilename(), /^freshet-trump-\d{4}-\d\d-\d\d\.csv$/);
    const csv = new TextDecoder().decode(await readDownload(download)).trimEnd()
      .split("\r\n");
    deepStrictEqual(
      csv.slice(1).map((line) => Number(line.split(",")[0])),
      wanted.map(({ seq }) => seq).reverse(),
    );
    await page.getByText(`${wanted.length} posts saved`).waitFor();

    await page.evaluate(() =>
      Object.assign(globalThis, {
        async showSaveFilePicker({ suggestedName }: { suggestedName: string }) {
          const folder = await navigator.storage.getDirectory();
          return await folder.getFileHandle(suggestedName, { create: true });
        },
      })
    );
    await link.click();
    await retryUntil(async () =>
      strictEqual(await savedFile(page), lines.join("\n"))
    );
    deepStrictEqual(complaints, []);
  },
);

/** What was saved straight into a file. */
function savedFile(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    for await (const [name, handle] of folder.entries()) {
      if (!name.endsWith(".ndjson")) continue;
      const file = await (handle as FileSystemFileHandle).getFile();
      return (await file.text()).trimEnd();
    }
  });
}

Deno.test(
  "lists, filters and older posts work without script, and posts run in their own direction",
  BROWSER,
  async () => {
    const { started, open } = settled();
    const { page } = await open("/t/trump?list=lang", {
      javaScriptEnabled: false,
    });
    await page.locator("#terms a", { hasText: "Arabic" }).click();
    strictEqual(whereIs(page), "/t/trump?list=lang&lang=ar");
    const arabic = (await readAll(started.url, "lang=ar")).map(({ seq }) =>
      seq
    );
    strictEqual(arabic.length, 60);
    const first = await stillSeqs(page);
    deepStrictEqual(first, arabic.slice(0, 30));
    strictEqual(await page.locator("#posts .text:dir(rtl)").count(), 30);
    strictEqual(await page.locator("#posts .author:dir(rtl)").count(), 0);
    await page.getByRole("link", { name: "Older posts" }).click();
    deepStrictEqual(await stillSeqs(page), arabic.slice(30));
    await page.getByRole("link", { name: "Newest posts" }).click();
    await page.getByRole("link", { name: "language Arabic" }).click();
    strictEqual(whereIs(page), "/t/trump?list=lang");
    await page.getByRole("searchbox").fill("see https");
    await page.getByRole("button", { name: "Search" }).click();
    strictEqual(whereIs(page), "/t/trump?list=lang&q=see+https");
    for (const text of await textsOn(page)) match(text, /see https/);
    await page.locator(".list-tabs a", { hasText: "Sites" }).click();
    match(await page.locator("#terms").innerText(), /news\.example\s+60/);
    await page.goto(`${started.url}t/trump?range=24h&list=link`);
    match(await page.locator("#terms").innerText(), /news\.example\s+60/);
  },
);

const stillSeqs = async (page: Page) =>
  (await page.locator("#posts [data-seq]").all()).length === 0
    ? []
    : await seqsOn(page);

Deno.test(
  "lists and posts can be read and used by everyone: by axe, by keyboard, on a phone",
  BROWSER,
  async () => {
    const { open } = settled();
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [360, 1_440]) {
        const { page } = await open(
          "/t/trump?mood=positive&term=hashtag:otters&q=trump",
          {
            colorScheme,
            viewport: { width, height: 900 },
          },
        );
        await page.locator('[data-status="live"]').waitFor();
        await page.getByText("Export").click();
        await assertReadable(page, ["#posts", ".lists"]);
        await page.close();
      }
    }
    const { page } = await open("/t/trump");
    await page.locator('[data-status="live"]').waitFor();
    const tab = (name: string) => page.getByRole("tab", { name });
    await page.locator(".lists").scrollIntoViewIfNeeded();
    await tab("Hashtags").focus();
    for (
      const [key, name] of [
        ["ArrowRight", "Mentions"],
        ["End", "Languages"],
        ["ArrowRight", "Hashtags"],
        ["ArrowLeft", "Languages"],
        ["Home", "Hashtags"],
        ["ArrowRight", "Mentions"],
      ] as const
    ) {
      await page.keyboard.press(key);
      strictEqual(await tab(name).getAttribute("aria-selected"), "true");
      ok(await tab(name).evaluate((node) => node === document.activeElement));
    }
    strictEqual(whereIs(page), "/t/trump?list=mention");
    await page.getByRole("tabpanel").getByRole("link", { name: "@ann" })
      .waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".chips", { hasText: "mention of ann" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".chips").waitFor({ state: "detached" });
  },
);

Deno.test(
  "a post says which words weighed, below it with script and on a page without",
  BROWSER,
  async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await settled().open("/t/trump", { javaScriptEnabled });
      const post = page.locator(".post", { hasText: "Trump was bad" }).first();
      const why = post.getByRole("button", { name: "why?" });
      const seq = await why.getAttribute("value");
      await why.click();
      const words = (javaScriptEnabled ? post : page).locator(".weights");
      await words.waitFor();
      match(await words.innerText(), /^\d+\s% negative: .*\bbad −\d\.\d/);
      ok(!/trump/i.test(await words.innerText()), "a topic's own words");
      if (javaScriptEnabled) {
        strictEqual(await why.getAttribute("aria-expanded"), "true");
        await why.click();
        await words.waitFor({ state: "detached" });
        strictEqual(whereIs(page), "/t/trump");
      } else strictEqual(whereIs(page), `/t/trump/post?seq=${seq}`);
      await page.context().close();
    }
  },
);
