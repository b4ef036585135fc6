import { readFile } from "node:fs/promises";
import { stderr } from "node:process";
import { gunzipSync } from "node:zlib";
import type { MatchInput } from "../../domain/query/match.ts";

const REAL = new URL("../../../shared/data", import.meta.url);

/**
 * Posts for tests, from a file beside the repository. Where that is absent: some
 * that are made up here, with a line on the terminal that says so.
 */
export async function readTestPosts(file: string): Promise<MatchInput[]> {
  let bytes;
  try {
    bytes = await readFile(new URL(file, REAL));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    stderr.write(`\n${file} is absent: using made-up posts\n`);
    return MADE_UP;
  }
  const text = new TextDecoder().decode(
    file.endsWith(".gz") ? gunzipSync(bytes) : bytes,
  );
  return text.split("\n").filter((line) => line !== "").map(toPost);
}

/** A row of the files; hostile ones may lack a text, and then are a text themselves. */
function toPost(line: string): MatchInput {
  const { text, author, lang } = JSON.parse(line) as Partial<MatchInput>;
  return { text: text ?? line, author: author ?? null, lang: lang ?? "und" };
}

const MADE_UP: MatchInput[] = ["en", "de-AT", "und"].flatMap((lang) =>
  [
    "Trump's rally tonight, says @realDonaldTrump https://t.co/trump",
    "RT @ann: I ❤️ #Trump and $TRMP 👍🏽",
    "trumpet solo, no politics",
    "DONALD TRUMP 🇺🇸 www.trump.com",
    "\u202Etrump\u202C \0 H̵̛͕a̷͔m <script>alert(1)</script>",
    "constructor __proto__ \uD800 " + "a\u0301\u0323".repeat(2_000),
  ].map((text, i) => ({ text, author: `user_${i}`, lang }))
);
