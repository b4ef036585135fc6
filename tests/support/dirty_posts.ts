import { openPostsFile } from "./posts_file.ts";

/** A file of real posts with duplicates and broken lines among them. */
export interface DirtyPosts {
  readonly path: string;
  /** Topics for `TRACK`, and the ids that each must hold, counted without the program's own code. */
  readonly topics: ReadonlyMap<string, ReadonlySet<string>>;
  /** Lines that are no posts. */
  readonly broken: number;
}

const CASHTAGS = ["AAPL", "GOOG", "FB", "AMZN", "MSFT"];

/** Writes the first `count` posts into a folder, with 5 % duplicates and 1 % broken lines added. */
export async function writeDirtyPosts(
  folder: string,
  count: number,
): Promise<DirtyPosts> {
  await using file = await openPostsFile("vol_stocknet_2014_2015.ndjson.gz");
  const posts = file.posts.slice(0, count);
  const lines: string[] = [];
  let broken = 0;
  for (const [i, post] of posts.entries()) {
    lines.push(JSON.stringify(post));
    if (i % 20 === 0) lines.push(JSON.stringify(posts[i >> 1]));
    if (i % 100 === 0) {
      lines.push(`{"id":"broken ${i}"`);
      broken++;
    }
  }
  const path = `${folder}/posts.ndjson`;
  await Deno.writeTextFile(path, lines.join("\n"));
  const topics = new Map(CASHTAGS.map((tag) => [
    tag.toLowerCase(),
    new Set(
      posts.filter(({ text }) => holdsCashtag(text, tag)).map(({ id }) => id),
    ),
  ]));
  return { path, topics, broken };
}

/** By X's rule: a whole tag, any case, not inside a word or a link. */
function holdsCashtag(text: string, tag: string): boolean {
  const bare = text.replace(/https?:\/\/\S+/gi, " ");
  const pattern =
    `(?<![\\p{L}\\p{M}\\p{Nd}_$])\\$${tag}(?![\\p{L}\\p{M}\\p{Nd}_])`;
  return new RegExp(pattern, "iu").test(bare);
}
