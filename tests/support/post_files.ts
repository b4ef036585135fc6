import { fileURLToPath } from "node:url";
import { demoSource } from "../../workers/ingest/sources/demo/demo.ts";

const SHARED = new URL("../../../shared/data/", import.meta.url);

/** A file of posts for a replay: a real one where there is one, else one that is made up. */
export interface PostsFile extends AsyncDisposable {
  readonly path: string;
  /** Its lines, parsed. */
  readonly posts: readonly { id: string; created_at: string; text: string }[];
}

/** Opens one of the real files, or a file of made-up posts where it is not here. */
export async function openPostsFile(
  name = "vol_trump_account_2009_2018.ndjson.gz",
): Promise<PostsFile> {
  const posts = await readShared<PostsFile["posts"][number]>(name);
  if (!posts) return await makePostsFile();
  return {
    path: fileURLToPath(new URL(name, SHARED)),
    posts,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** The parsed lines of a file beside the repository; null where it is not here, which the terminal says. */
export async function readShared<T>(name: string): Promise<T[] | null> {
  try {
    const lines = await readLines(new URL(name, SHARED));
    return lines.map((line) => JSON.parse(line));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // deno-lint-ignore no-console
    console.log(`${name} is not here: made-up data takes its place`);
    return null;
  }
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

/** The lines of a text file, plain or gzip; each may be any bytes, here read as UTF-8. */
async function readLines(path: string | URL): Promise<string[]> {
  const file = await Deno.open(path);
  const bytes = String(path).endsWith(".gz")
    ? file.readable.pipeThrough(new DecompressionStream("gzip"))
    : file.readable;
  const text = await new Response(bytes).text();
  return text.split("\n").filter((line) => line !== "");
}

/** Packs a text as a file with the ending `.gz` holds it. */
export async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** When the first of {@linkcode postLines} was written. */
export const START = Date.UTC(2014, 0, 1);

/** A line of a post, written so many milliseconds after {@linkcode START}. */
export function postLine(id: number | string, afterMs = 0): string {
  const created_at = new Date(START + afterMs).toISOString();
  return JSON.stringify({ id, text: `post ${id} 😀`, created_at, lang: "en" });
}

/** Posts one millisecond apart. */
export function postLines(count: number): string[] {
  return Array.from({ length: count }, (_, i) => postLine(i, i));
}

/** A file of real posts with duplicates and broken lines among them. */
export interface DirtyPosts {
  readonly path: string;
  /** Topics for `TRACK`, and the ids that each must hold, counted without the program's own code. */
  readonly topics: ReadonlyMap<string, ReadonlySet<string>>;
  /** Lines that are no posts. */
  readonly broken: number;
}

const CASHTAGS = ["AAPL", "GOOG", "FB", "AMZN", "MSFT"];

/** Gives generated posts the cashtags that the real ones have. */
function withCashtags(posts: PostsFile["posts"]): PostsFile["posts"] {
  const hasTags = posts.some(({ text }) =>
    CASHTAGS.some((tag) => holdsCashtag(text, tag))
  );
  return hasTags ? posts : posts.map((post, i) => ({
    ...post,
    text: `${post.text} $${CASHTAGS[i % CASHTAGS.length]}`,
  }));
}

/** Options for {@linkcode writeDirtyPosts}. */
export interface DirtyPostsOptions {
  /** Characters added to each text. @default {0} */
  pad?: number;
  /** How often the posts are repeated, each time with ids of their own. @default {1} */
  copies?: number;
}

/** Writes the first `count` posts into a folder, with 5 % duplicates and 1 % broken lines added. */
export async function writeDirtyPosts(
  folder: string,
  count: number,
  { pad = 0, copies = 1 }: DirtyPostsOptions = {},
): Promise<DirtyPosts> {
  await using file = await openPostsFile("vol_stocknet_2014_2015.ndjson.gz");
  const clear = file.posts.filter(({ text }) => !/\$\$\p{L}/u.test(text)); // $$A may be a cashtag or none
  const once = withCashtags(clear.slice(0, count));
  const posts = Array.from({ length: copies }, (_, copy) => copy)
    .flatMap((copy) =>
      once.map((post) => copy ? { ...post, id: `${post.id}${copy}` } : post)
    )
    .map((post) => ({ ...post, text: post.text + " padding".repeat(pad / 8) }));
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
