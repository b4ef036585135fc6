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
  /** Told when new posts have come and are about to be shown, and when they are. */
  onSlide: (isSliding: boolean) => void;
}

/** A post in sight, and where it stands on the screen. */
interface Anchor {
  readonly element: Element;
  readonly top: number;
  /** Whether it is the first of the list. */
  readonly isFirst: boolean;
}

/** Posts, of which the one that is being read stays where it is when others come or go. */
export class PostItems extends Component<PostItemsProps> {
  readonly #list = createRef<HTMLOListElement>();
  /** How far down new posts have just pushed what was first; null once they are shown. */
  #pushed: number | null = null;

  override shouldComponentUpdate({ posts }: PostItemsProps): boolean {
    return posts !== this.props.posts;
  }

  override getSnapshotBeforeUpdate(): Anchor | null {
    const list = this.#list.current;
    const scroller = list?.closest(".scroller");
    if (!list || !scroller) return null;
    const edge = Math.max(0, scroller.getBoundingClientRect().top);
    const isFirst = this.#pushed !== null ||
      list.getBoundingClientRect().top >= edge;
    if (isFirst && !scrolls(scroller)) return null;
    for (const element of list.children) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom > edge) return { element, top, isFirst };
    }
    return null;
  }

  override componentDidUpdate(
    _props: PostItemsProps,
    _state: unknown,
    anchor: Anchor | null,
  ): void {
    if (!anchor?.element.isConnected) return;
    const { element, top, isFirst } = anchor;
    const moved = element.getBoundingClientRect().top - top;
    if (moved === 0) return;
    const own = element.closest(".scroller")!;
    const scroller = scrolls(own) ? own : document.documentElement;
    scroller.scrollTop += moved;
    if (isFirst) this.#showPushed(scroller);
  }

  /** Shows new posts a frame after they came: what is scrolled into sight has not jumped. */
  #showPushed(scroller: Element): void {
    const isWaiting = this.#pushed !== null;
    this.#pushed = scroller.scrollTop;
    if (isWaiting) return;
    this.props.onSlide(true);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (scroller.scrollTop === this.#pushed) scroller.scrollTop = 0;
        this.#pushed = null;
        this.props.onSlide(false);
      })
    );
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

/** Whether it has a scroll bar of its own, as on wide screens. */
function scrolls(element: Element): boolean {
  return element.scrollHeight > element.clientHeight;
}
