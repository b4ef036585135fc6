import { demoSource } from "../../workers/ingest/sources/demo/demo.ts";
import { readLines } from "./lines.ts";

const SHARED = new URL("../../../shared/data/", import.meta.url);

/** A file of posts for a replay: a real one where there is one, else one that is made up. */
export interface PostsFile extends AsyncDisposable {
  readonly path: string;
  /** Its lines, parsed. */
  readonly posts: readonly { id: string; created_at: string; text: string }[];
}

/** Opens one of the real files, or says that it is not here and makes posts up. */
export async function openPostsFile(
  name = "vol_trump_account_2009_2018.ndjson.gz",
): Promise<PostsFile> {
  const path = decodeURIComponent(new URL(name, SHARED).pathname);
  try {
    const lines = await readLines(path);
    return {
      path,
      posts: lines.map((line) => JSON.parse(line)),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  // deno-lint-ignore no-console
  console.log(`${name} is not here: made-up posts take its place`);
  return await makePostsFile();
}

async function makePostsFile(): Promise<PostsFile> {
  const posts = await generatePosts(5_000);
  const path = await Deno.makeTempFile({ suffix: ".ndjson" });
  const lines = posts.map((post) => `${JSON.stringify(post)}\n`);
  await Deno.writeTextFile(path, lines.join(""));
  return {
    path,
    posts,
    [Symbol.asyncDispose]: () => Deno.remove(path),
  };
}

async function generatePosts(count: number) {
  const stop = new AbortController();
  const posts: { id: string; created_at: string; text: string }[] = [];
  const source = demoSource({
    rate: 1_000,
    seed: 1,
    words: () => ["trump"],
    backfillMs: 60_000,
  });
  for await (const event of source.read(null, stop.signal)) {
    if (event.kind !== "post") continue;
    const { id, createdMs, text } = event.post;
    posts.push({ id, created_at: new Date(createdMs).toISOString(), text });
    if (posts.length === count) break;
  }
  return posts;
}
