import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type {
  BrowserContext,
  BrowserContextOptions,
  Page,
} from "playwright-core";
import { assertReadable } from "../support/page_checks.ts";
import { numberedPosts, startPagesOn } from "../support/pages.ts";
import { retryUntil } from "../support/waiting.ts";
import { BROWSER } from "../support/browser.ts";

const TOKEN = "correct horse";

/** A pipeline that reads posts about cats and dogs by turns, and a browser. */
async function openPages(env: Record<string, string> = {}) {
  const posts = numberedPosts(
    400,
    (i) => `a good ${i % 2 ? "cat" : "dog"} <b>& number ${i}`,
  );
  const pages = await startPagesOn(posts, "rate=100&loop=1", {
    TRACK: "cat",
    ADMIN_TOKEN: TOKEN,
    ...env,
  });
  return {
    ...pages,
    url: pages.address,
    address: `${pages.address}topics`,
    open: (options?: BrowserContextOptions) => pages.open("topics", options),
  };
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("Token").fill(TOKEN);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

async function cookieOf(context: BrowserContext) {
  const cookies = await context.cookies();
  return cookies.find(({ name }) => name === "freshet_session");
}

function slugsOf(page: Page): Promise<string[]> {
  return page.locator(".rows > li h3 a").evaluateAll((links) =>
    links.map((link) => link.textContent!.trim())
  );
}

/** Presses the tabulator until what has the focus is named so. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const { activeElement: element } = document;
      const label = element instanceof HTMLInputElement ||
          element instanceof HTMLTextAreaElement
        ? element.labels?.[0]
        : element;
      return label?.textContent?.trim() ?? "";
    });
    if (typeof name === "string" ? focused === name : name.test(focused)) {
      const outline = await page.evaluate(() =>
        getComputedStyle(document.activeElement!).outlineStyle
      );
      strictEqual(outline, "solid", `the focus of ${focused} is not seen`);
      return;
    }
  }
  throw new Error(`The keyboard does not reach ${name}`);
}

Deno.test(
  "/topics works without script: sign in, add, edit, pause, remove, sign out",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const { page, context } = await pages.open({ javaScriptEnabled: false });
    deepStrictEqual(await slugsOf(page), ["cat"]);
    strictEqual(await page.getByRole("button", { name: "Pause" }).count(), 0);
    await page.getByLabel("Token").fill("guess");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Wrong token").waitFor();
    strictEqual(await cookieOf(context), undefined);
    strictEqual(await page.getByLabel("Token").inputValue(), "");
    await signIn(page);
    const cookie = (await cookieOf(context))!;
    deepStrictEqual(
      [cookie.httpOnly, cookie.sameSite, cookie.secure],
      [true, "Strict", false],
    );
    ok(!cookie.value.includes(TOKEN));

    await page.getByLabel("Query").fill("dog OR (puppy");
    await page.getByRole("button", { name: "Add topic" }).click();
    await page.getByText('unmatched "(", at character 8').waitFor();
    strictEqual(await page.locator("mark.here").innerText(), "(");
    strictEqual(await page.getByLabel("Query").inputValue(), "dog OR (puppy");
    await page.getByLabel("Query").fill("dog -cat");
    await page.getByRole("button", { name: "Try the query" }).click();
    await page.getByText(/Would match \d+ of the newest/).waitFor();
    await page.getByLabel("Name").fill("dogs");
    await page.getByRole("button", { name: "Add topic" }).click();
    await page.getByText("dogs is now tracked").waitFor();
    deepStrictEqual(await slugsOf(page), ["cat", "dogs"]);
    match(await page.title(), /^dogs is now tracked/);

    await page.getByRole("link", { name: "Edit dogs" }).click();
    strictEqual(await page.getByLabel("Query").inputValue(), "dog -cat");
    await page.getByLabel("Query").fill("dog");
    await page.getByLabel("Color").fill("#112233");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("dogs was updated").waitFor();
    const [, dogs] = await (await fetch(`${pages.url}api/topics`)).json();
    deepStrictEqual([dogs.query, dogs.color], ["dog", "#112233"]);

    await page.getByRole("button", { name: "Pause dogs" }).click();
    await page.getByText("dogs is paused").waitFor();
    await page.getByRole("button", { name: "Resume dogs" }).click();
    await page.getByText("dogs is tracked again").waitFor();
    await page.getByRole("link", { name: "Remove dogs" }).click();
    await page.getByText(/It has [\d,]+ posts?\. What should/).waitFor();
    await page.getByRole("link", { name: "Cancel" }).click();
    deepStrictEqual(await slugsOf(page), ["cat", "dogs"]);
    await page.getByRole("link", { name: "Remove dogs" }).click();
    await page.getByLabel("Delete the posts").check();
    await page.getByRole("button", { name: "Remove dogs" }).click();
    await page.getByText("dogs was removed").waitFor();
    deepStrictEqual(await slugsOf(page), ["cat"]);

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Token").waitFor();
    strictEqual(await cookieOf(context), undefined);
  },
);

Deno.test(
  "/topics fills a new topic from stored posts where that is asked for, and /pipeline says so",
  BROWSER,
  async () => {
    const posts = numberedPosts(
      90,
      (i) => `a good cat ${i % 3 ? "sits" : "ran"}`,
    );
    await using pages = await startPagesOn(posts, "rate=1000", {
      TRACK: "cat",
      ADMIN_TOKEN: TOKEN,
    });
    const counts = async () => {
      const topics = await (await fetch(`${pages.address}api/topics`)).json();
      return topics.map(({ posts }: { posts: number }) => posts);
    };
    await retryUntil(async () => deepStrictEqual(await counts(), [90]));
    const { page, complaints } = await pages.open("topics");
    await signIn(page);
    for (const [query, isFilled] of [["sits", false], ["ran", true]] as const) {
      await page.getByLabel("Query").fill(query);
      if (isFilled) await page.getByLabel(/posts that are stored/).check();
      if (isFilled) await assertReadable(page);
      await page.getByRole("button", { name: "Add topic" }).click();
      await page.getByText(`${query} is now tracked`).waitFor();
    }
    await retryUntil(async () => deepStrictEqual(await counts(), [90, 0, 30]));
    await page.goto(`${pages.address}pipeline`);
    const item = page.locator("li", { hasText: "stored posts for ran" });
    match(await item.innerText(), /(?:Reading|Finished)/);
    const answer = await (await fetch(
      `${pages.address}api/series?topic=ran&range=1h`,
    )).json();
    ok(answer.posts.reduce((a: number, b: number) => a + b, 0) === 30);
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "/topics tries a query while it is typed, and follows its posts once it is added",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const { page, complaints } = await pages.open();
    await signIn(page);
    const query = page.getByLabel("Query");
    await query.pressSequentially("good cat");
    await page.getByText(/Would match (\d+) of the newest \1 stored/).waitFor();
    match(
      await page.locator(".trial li").first().innerText(),
      /^a good cat <b>& number/,
    );
    strictEqual(
      await page.getByRole("button", { name: "Try the query" }).count(),
      0,
    );
    deepStrictEqual(complaints, []);
    await query.press("End");
    await query.pressSequentially(" OR");
    await page.getByText("OR needs a term on both sides").waitFor();
    strictEqual(await page.locator("mark.here").innerText(), "O");
    strictEqual(await query.getAttribute("aria-invalid"), "true");
    await query.fill("dog");
    await page.locator("mark.here").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Add topic" }).click();
    const total = page.locator(".rows > li", { hasText: "dog" })
      .locator("[data-total]");
    strictEqual(await total.getAttribute("data-total"), "0");
    await page.locator('[data-total]:not([data-total="0"]) >> nth=1')
      .waitFor({ timeout: 5_000 });
    await page.locator('[data-status="live"]').waitFor();
  },
);

Deno.test(
  "/topics takes nothing back when the session is over, and keeps what was typed",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const { page, context } = await pages.open();
    await signIn(page);
    await context.clearCookies();
    await page.getByLabel("Query").fill("dog");
    await page.getByText("The session has ended").waitFor();
    await page.getByRole("button", { name: "Add topic" }).click();
    await page.getByText("Sign in first: nothing was changed").waitFor();
    deepStrictEqual(await slugsOf(page), ["cat"]);
    await signIn(page);
    strictEqual(await page.getByLabel("Query").inputValue(), "dog");
  },
);

Deno.test(
  "/topics can be used by the keyboard alone",
  BROWSER,
  async () => {
    await using pages = await openPages();
    const { page } = await pages.open();
    await tabTo(page, "Token");
    await page.keyboard.type(TOKEN);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out" }).waitFor();

    await tabTo(page, "Query");
    await page.keyboard.type("dog");
    await tabTo(page, "Add topic");
    await page.keyboard.press("Space");
    await page.getByText("dog is now tracked").waitFor();

    await tabTo(page, "Edit dog");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Save" }).waitFor();
    strictEqual(
      await page.evaluate(() => document.activeElement?.id),
      "query",
    );
    await page.keyboard.press("Control+A");
    await page.keyboard.type("dog OR puppy");
    await tabTo(page, "Save");
    await page.keyboard.press("Enter");
    await page.getByText("dog was updated").waitFor();
    await page.getByText("dog OR puppy").waitFor();

    await tabTo(page, "Remove dog");
    await page.keyboard.press("Enter");
    await page.getByText("What should happen to them?").waitFor();
    await tabTo(page, /^Keep the posts/);
    await page.keyboard.press("ArrowDown");
    strictEqual(await page.getByLabel("Delete the posts").isChecked(), true);
    await tabTo(page, "Remove dog");
    await page.keyboard.press("Enter");
    await page.getByText("dog was removed").waitFor();
    deepStrictEqual(await slugsOf(page), ["cat"]);
  },
);

Deno.test(
  "/topics opens once by the link of the terminal where there is no token",
  BROWSER,
  async () => {
    await using pages = await openPages({ ADMIN_TOKEN: "" });
    const { page, complaints } = await pages.open();
    await page.getByText("Open the link that the terminal shows").waitFor();
    await page.getByText("task topics add").waitFor();
    strictEqual(await page.locator("main form").count(), 0);
    const line = await pages.started.waitForLog("Change topics: ");
    const link = /http:\S+/.exec(line)![0];

    await page.goto(link);
    strictEqual(page.url(), pages.address);
    await page.getByLabel("Query").fill("dog");
    await page.getByRole("button", { name: "Add topic" }).click();
    await page.getByText("dog is now tracked").waitFor();
    deepStrictEqual(complaints, []);

    const other = await pages.open({ javaScriptEnabled: false });
    await other.page.goto(link);
    await other.page.getByText("This link was used before").waitFor();
    strictEqual(await other.page.locator("main form").count(), 0);
    const links = pages.started.all().match(/\/topics\?token=[\w-]+/g)!;
    strictEqual(new Set(links).size, 2, "a next link is shown");
    ok(!pages.started.all().includes(`${new URL(link).search}"`));
  },
);

Deno.test(
  "/topics is read-only in words where others may reach it and there is no token",
  BROWSER,
  async () => {
    await using pages = await openPages({ ADMIN_TOKEN: "", TRUST_PROXY: "1" });
    const { page, complaints } = await pages.open();
    await page.getByText("start the server with ADMIN_TOKEN").waitFor();
    strictEqual(await page.locator("main form").count(), 0);
    ok(!pages.started.all().includes("?token="));
    deepStrictEqual(complaints, []);
  },
);

Deno.test(
  "/topics can be read by everyone, in both schemes, on a phone too",
  BROWSER,
  async () => {
    await using pages = await openPages();
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [360, 1_440]) {
        const viewport = { width, height: 900 };
        const { page } = await pages.open({ colorScheme, viewport });
        await assertReadable(page);
        await signIn(page);
        await page.getByLabel("Query").fill("good (dog");
        await page.locator("mark.here").waitFor();
        await assertReadable(page);
        await page.getByLabel("Query").fill("good cat");
        await page.getByText("Would match").waitFor();
        await assertReadable(page);
        await page.goto(`${pages.address}?edit=cat`);
        await assertReadable(page);
        await page.goto(`${pages.address}?remove=cat`);
        await assertReadable(page);
        await page.context().close();
      }
    }
  },
);
