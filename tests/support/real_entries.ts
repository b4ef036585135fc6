import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import { scoreText } from "../../domain/sentiment/score.ts";
import { extractTerms } from "../../domain/sentiment/terms.ts";
import { openPostsFile } from "./posts_file.ts";
import { postEntry } from "./store.ts";

/** Posts that people wrote, scored, as messages of the log from number 1 on; every 20th comes twice. */
export async function realEntries(count: number): Promise<PostEntry[]> {
  await using file = await openPostsFile("vol_stocknet_2014_2015.ndjson.gz");
  const lang = "en";
  return Array.from({ length: count }, (_, i) => {
    const at = i % 20 === 19 ? i - 7 : i;
    const { id, text, created_at } = file.posts[at % file.posts.length]!;
    const scored = scoreText(text);
    return postEntry(i + 1, {
      extId: id,
      text,
      createdMs: Date.parse(created_at),
      score: scored.score,
      positive: scored.positive.length,
      negative: scored.negative.length,
      terms: extractTerms({ text, lang }, scored),
    });
  });
}
