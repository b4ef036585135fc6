/** How well jumps are found: of bursts planted into real streams, and in these themselves. @module */
import { scoreText } from "../domain/sentiment/score.ts";
import { HOUR } from "../domain/time/range.ts";
import {
  countPosts,
  findVolumes,
  measureJumps,
  type TimedPost,
} from "../tests/support/planted.ts";
import { openPostsFile } from "../tests/support/post_files.ts";

const STEPS = { "10 min": 600, hour: HOUR, "6 h": 6 * HOUR, day: 24 * HOUR };
const ROUNDS = 200;

if (import.meta.main) {
  for (
    const name of ["vol_stocknet_2014_2015", "vol_trump_account_2009_2018"]
  ) {
    await using file = await openPostsFile(`${name}.ndjson.gz`);
    const posts = file.posts.map(({ created_at, text }): TimedPost => ({
      t: Date.parse(created_at) / 1_000,
      score: scoreText(text).score,
    })).sort((a, b) => a.t - b.t);
    for (const [word, step] of Object.entries(STEPS)) {
      print(`${name}, by ${word}`, posts, step);
    }
  }
}

function print(name: string, posts: readonly TimedPost[], step: number): void {
  const { planted, found, wrong, bySize } = measureJumps(posts, {
    step,
    rounds: ROUNDS,
    seed: 13,
  });
  const series = countPosts(posts, step);
  const hours = countPosts(posts, HOUR);
  const shown = { from: series.t[0]!, to: series.t.at(-1)! + step };
  const own = findVolumes(series, hours, shown);
  const sizes = Object.entries(bySize)
    .map(([size, [all, some]]) => `${size}: ${some}/${all}`);
  // deno-lint-ignore no-console
  console.log(
    `${name}: precision ${(found / (found + wrong)).toFixed(3)}, ` +
      `recall ${(found / planted).toFixed(3)} (${sizes.join(", ")}); ` +
      `${own.length} jumps of its own in ${series.t.length} buckets`,
  );
}
