import { deepStrictEqual } from "node:assert/strict";
import { EXPORT_FORMATS, formatPosts } from "../../domain/post/export.ts";
import { makePosts } from "../../tests/support/posts.ts";
import { countLines } from "./save_export.ts";

for (const format of EXPORT_FORMATS) {
  Deno.test(`countLines() counts the lines of ${format}, and changes nothing`, async () => {
    const posts = makePosts([3, 2, 1]).map((post) => ({
      ...post,
      text: "a\nb",
    }));
    const from = async function* () {
      yield* await Promise.resolve(posts);
    };
    const text = (await Array.fromAsync(formatPosts(from(), format))).join("");
    const counts: number[] = [];
    const parts = [text.slice(0, 100), text.slice(100)];
    const passed = ReadableStream.from(parts).pipeThrough(
      new TextEncoderStream(),
    )
      .pipeThrough(countLines(format, (lines) => counts.push(lines)));
    deepStrictEqual(
      await new Response(passed).bytes(),
      new TextEncoder().encode(text),
    );
    deepStrictEqual(counts.at(-1), format === "ndjson" ? 3 : 4);
  });
}
