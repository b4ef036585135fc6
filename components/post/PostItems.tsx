import { Component, createRef, type VNode } from "preact";
import type { Post } from "../../domain/post/post.ts";
import { PostItem } from "./PostItem.tsx";

/** So many posts at once fade in; of more, none is seen to come. */
const MAX_FADING = 5;

/** As many posts as fill a screen: fewer cannot be scrolled to where they were before others came. */
const MIN_KEPT = 20;

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
  /** Newest `seq` that has been shown. */
  #newest = this.props.renderedSeq;
  /** Another one is another list, of which nothing can be pushed. */
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

  /** Whether more come at once than let the others be seen to stay. */
  #isFlood(posts: readonly Post[]): boolean {
    const known = new Set(this.props.posts.map(({ seq }) => seq));
    return posts.filter(({ seq }) => known.has(seq)).length < MIN_KEPT &&
      posts.filter((post) => this.#isNew(post)).length > MAX_FADING;
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

/** Whether it has a scroll bar of its own, as on wide screens. */
function scrolls(element: Element): boolean {
  return element.scrollHeight > element.clientHeight;
}
