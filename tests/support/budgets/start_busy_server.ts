import { buildPages } from "../pages.ts";
import { openPostsFile } from "../posts_file.ts";
import { type StartedProcess, startProcess } from "../processes.ts";
import { temporaryFolder } from "../temporary.ts";

/** Posts that come in a second. */
export const BUSY_RATE = 100;

/** The production build on 100 posts a second about one topic, for so many seconds; gone with its scope. */
export async function startBusyServer(
  seconds: number,
): Promise<StartedProcess> {
  await buildPages();
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const path = `${folder.path}/posts.ndjson`;
  await writePosts(path, seconds * BUSY_RATE);
  const started = resources.use(
    await startProcess({
      SOURCE_URL: `file:${path}?restamp=now&rate=${BUSY_RATE}`,
      DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
      TRACK: "trump, climate",
    }),
  );
  const kept = resources.move();
  return { ...started, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Real posts that name the topic, over and over, each time as others. */
async function writePosts(path: string, count: number): Promise<void> {
  await using file = await openPostsFile();
  const posts = file.posts.filter(({ text }) => /\btrump\b/i.test(text));
  const lines = Array.from({ length: count }, (_, i) => {
    const post = posts[i % posts.length]!;
    return `${JSON.stringify({ ...post, id: `p${i}` })}\n`;
  });
  await Deno.writeTextFile(path, lines.join(""));
}
