import type { VNode } from "preact";

/** What a page says whose topic was removed while it was open. */
export function Gone({ slug }: { slug: string }): VNode {
  return (
    <p class="quiet gone" role="status">
      The topic <b>{slug}</b> was removed. <a href="/">To all topics</a>
    </p>
  );
}
