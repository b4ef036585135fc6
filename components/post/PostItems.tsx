import { Component, createRef, type VNode } from "preact";
import type { Post } from "../../domain/schema/posts.ts";
import { PostItem } from "./PostItem.tsx";

/** New posts fade in, unless there are more at once. */
const MAX_FADING = 5;

/** Enough posts to fill a screen: with fewer, the scroll position cannot be kept. */
const MIN_KEPT = 20;

/** Props of {@linkcode PostItems}. */
export interface PostItemsProps {
  /** Newest first. */
  posts: readonly Post[];
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Newest `seq` that the page was rendered with. */
  renderedSeq: number;
  /** Called when new posts are about to scroll into view, and when they have. */
  onSlide: (isSliding: boolean) => void;
}

/** A visible post and its position on the screen. */
interface Anchor {
  readonly element: Element;
  readonly top: number;
  /** Whether it is the first of the list. */
  readonly isFirst: boolean;
}

/** A list of posts; the one that is being read keeps its position when others come or go. */
export class PostItems extends Component<PostItemsProps> {
  readonly #list = createRef<HTMLOListElement>();
  /** Scroll position while new posts above are hidden; null once they are shown. */
  #pushed: number | null = null;
  /** Newest `seq` that was shown. */
  #newest = this.props.renderedSeq;
  /** Changes when the list is replaced rather than scrolled. */
  #generation = 0;

  override shouldComponentUpdate({ posts }: PostItemsProps): boolean {
    if (posts === this.props.posts) return false;
    if (this.#isFlood(posts)) this.#generation += 1;
    return true;
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
    for (const { seq } of this.props.posts) {
      this.#newest = Math.max(this.#newest, seq);
    }
    if (!anchor?.element.isConnected) return;
    const { element, top, isFirst } = anchor;
    const moved = element.getBoundingClientRect().top - top;
    if (moved === 0) return;
    const own = element.closest(".scroller")!;
    const scroller = scrolls(own) ? own : document.documentElement;
    scroller.scrollTop += moved;
    if (isFirst) this.#showPushed(scroller);
  }

  #isNew({ seq }: Post): boolean {
    return seq > this.#newest;
  }

  /** Whether too many posts are new for the others to keep their positions. */
  #isFlood(posts: readonly Post[]): boolean {
    const known = new Set(this.props.posts.map(({ seq }) => seq));
    return posts.filter(({ seq }) => known.has(seq)).length < MIN_KEPT &&
      posts.filter((post) => this.#isNew(post)).length > MAX_FADING;
  }

  /** Shows new posts one frame later by scrolling, which does not count as a layout shift. */
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
    const { posts, renderedAt } = this.props;
    const newOnes = posts.filter((post) => this.#isNew(post));
    const isCalm = newOnes.length <= MAX_FADING;
    return (
      <ol key={this.#generation} ref={this.#list}>
        {posts.map((post) => (
          <PostItem
            key={post.seq}
            post={post}
            renderedAt={renderedAt}
            isNew={isCalm && this.#isNew(post)}
          />
        ))}
      </ol>
    );
  }
}

/** Whether an element has its own scroll bar, as on wide screens. */
function scrolls(element: Element): boolean {
  return element.scrollHeight > element.clientHeight;
}
