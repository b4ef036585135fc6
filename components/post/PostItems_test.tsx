import { strictEqual } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { makePosts } from "../../tests/support/posts.ts";
import { PostItems } from "./PostItems.tsx";

/** How many of the posts fade in, on a page that was rendered with those up to 3. */
function countFading(seqs: readonly number[]): number {
  const shown = render(
    <PostItems
      posts={makePosts([...seqs])}
      renderedAt={19_000}
      renderedSeq={3}
      onSlide={() => {}}
    />,
  );
  return shown.match(/class="post new"/g)?.length ?? 0;
}

Deno.test("<PostItems> lets a few new posts fade in, and no other", () => {
  strictEqual(countFading([8, 7, 6, 5, 4, 3, 2]), 5);
  strictEqual(countFading([3, 2]), 0);
});

Deno.test("<PostItems> lets none fade in when many come at once", () => {
  strictEqual(countFading([9, 8, 7, 6, 5, 4, 3]), 0);
});
