import { Component, createRef, type VNode } from "preact";
import type { Post } from "../../domain/post/post.ts";
import { PostItem } from "./PostItem.tsx";

/** Props of {@linkcode PostItems}. */
export interface PostItemsProps {
  /** Newest first. */
  posts: readonly Post[];
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Newest `seq` that the page was rendered with. */
  renderedSeq: number;
}

/** A post in sight, and where it stands on the screen. */
interface Anchor {
  readonly element: Element;
  readonly top: number;
}

/** Posts, of which the one that is being read stays where it is when others go. */
export class PostItems extends Component<PostItemsProps> {
  readonly #list = createRef<HTMLOListElement>();

  override shouldComponentUpdate({ posts }: PostItemsProps): boolean {
    return posts !== this.props.posts;
  }

  override getSnapshotBeforeUpdate(): Anchor | null {
    const list = this.#list.current;
    if (!list) return null;
    const edge = scrollerOf(list).getBoundingClientRect().top;
    const top = Math.max(0, edge);
    if (list.getBoundingClientRect().top >= top) return null; // nothing is above
    for (const element of list.children) {
      const box = element.getBoundingClientRect();
      if (box.bottom > top) return { element, top: box.top };
    }
    return null;
  }

  override componentDidUpdate(
    _props: PostItemsProps,
    _state: unknown,
    anchor: Anchor | null,
  ): void {
    if (!anchor?.element.isConnected) return;
    const moved = anchor.element.getBoundingClientRect().top - anchor.top;
    if (moved === 0) return;
    const scroller = scrollerOf(anchor.element);
    const isOwn = scroller.scrollHeight > scroller.clientHeight;
    (isOwn ? scroller : document.documentElement).scrollTop += moved;
  }

  override render(): VNode {
    const { posts, renderedAt, renderedSeq } = this.props;
    return (
      <ol ref={this.#list}>
        {posts.map((post) => (
          <PostItem
            key={post.seq}
            post={post}
            renderedAt={renderedAt}
            isNew={post.seq > renderedSeq}
          />
        ))}
      </ol>
    );
  }
}

function scrollerOf(element: Element): Element {
  return element.closest(".scroller")!;
}
