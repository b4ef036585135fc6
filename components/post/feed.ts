import { batch, type Signal, signal } from "@preact/signals";
import type { Post } from "../../domain/schema/posts.ts";
import { needsSearch, type PostPage } from "../../domain/post/search.ts";
import type { PostsQuestion } from "../../domain/request/posts.ts";
import type { LiveEvent } from "../live/stream.ts";
import { Throttle } from "../live/store.ts";
import type { FetchedPage, FetchPosts } from "./fetch_posts.ts";
import {
  addPosts,
  appendPage,
  changePosts,
  type FeedList,
  isWithin,
  MAX_LIVE,
  mayMatch,
  mergePosts,
  type PostFeedOptions,
} from "./posts.ts";

const fetchPosts: FetchPosts = async (...page) =>
  await (await import("./fetch_posts.ts")).fetchPosts(...page);

/** More new posts at once than anyone can read: the next ones wait for a while. */
const FLOOD = 20;

const PAGE = 50;

/** How the shown posts connect to those that arrive. */
type Connection =
  /** Without a gap. */
  | "contiguous"
  /** With a gap: too many posts arrived to keep them all. */
  | "gap"
  /** Not at all, until the list is reloaded. */
  | "stale"
  | "reloading";

/**
 * The posts that match a question: new ones as they arrive, older ones on
 * demand. Never more than a few hundred, and never with a gap between them.
 */
export class PostFeed implements Disposable {
  readonly list: Signal<FeedList>;
  /** Which posts these are. */
  readonly question: Signal<PostsQuestion>;
  /** Number of posts that arrived and are held back. */
  readonly waiting: Signal<number> = signal(0);
  readonly phase: Signal<"idle" | "loading" | "failed"> = signal("idle");
  /** Consecutive older pages without a match. */
  readonly emptyPages: Signal<number> = signal(0);

  readonly #slug: string;
  readonly #fetch: FetchPosts;
  readonly #painting: Throttle;
  readonly #searching: Throttle;
  readonly #calmMs: number;
  #work = new AbortController();
  #connection: Connection = "contiguous";
  /** Why new posts are held back. */
  readonly #holds = new Set<"paused" | "reading">();
  #pending: readonly Post[] = [];
  #lastFloodAt = -Infinity;
  /** The highest `seq` that arrived and may match. */
  #arrivedSeq = 0;
  /** The highest `seq` that was searched. */
  #searchedSeq: number;

  /** @param page As rendered by the server. */
  constructor(
    slug: string,
    question: PostsQuestion,
    page: PostPage,
    options: PostFeedOptions = {},
  ) {
    const { seq = 0, painting = new Throttle(1_000), calmMs = 3_000 } = options;
    const { searchMs = 1_000, fetch = fetchPosts } = options;
    this.#slug = slug;
    this.question = signal(question);
    this.#fetch = fetch;
    this.#searchedSeq = seq;
    this.list = signal({ ...page, isCut: false });
    this.#painting = painting;
    this.#calmMs = calmMs;
    this.#searching = new Throttle(searchMs);
  }

  /** Applies an event of the live stream. */
  receive(event: LiveEvent): void {
    switch (event.type) {
      case "delete": {
        const deleted = new Set(event.posts);
        return this.#change((post) => deleted.has(post.seq) ? null : post);
      }
      case "snapshot":
        if (event.topics.has(this.#slug)) this.#disconnect(event.reset);
        return;
      case "tick": {
        const tick = event.topics.get(this.#slug);
        if (tick?.edited) this.#edit(tick.edited);
        if (tick?.posts) this.#arrive(tick.posts);
      }
    }
  }

  /** Shows the posts that match another question. */
  async choose(question: PostsQuestion): Promise<void> {
    this.question.value = question;
    await this.#replace({ posts: [], next: null });
  }

  /** Reloads the first page; the list stays if that fails. */
  async reload(): Promise<void> {
    await this.#replace(null);
  }

  /** Retries the last request if it failed. */
  async retry(): Promise<void> {
    if (this.phase.peek() !== "failed") return;
    if (this.#connection === "stale") await this.reload();
    else await this.older();
  }

  /** Loads the next older page. */
  async older(): Promise<void> {
    const { next } = this.list.peek();
    if (next === null || this.phase.peek() === "loading") return;
    const page = await this.#load({ before: next, limit: PAGE });
    const now = this.list.peek();
    if (page === null || now.next !== next) return;
    const isEmpty = page.posts.length === 0;
    batch(() => {
      this.emptyPages.value = isEmpty ? this.emptyPages.peek() + 1 : 0;
      this.list.value = appendPage(now, page);
    });
  }

  /** Shows the newest posts. */
  async showNewest(): Promise<void> {
    this.#holds.clear();
    if (this.list.peek().isCut) await this.reload();
    else this.#paint();
  }

  /** Holds new posts back while the page is paused or the reader is further down. */
  hold(reason: "paused" | "reading", isHeld: boolean): void {
    if (isHeld === this.#holds.has(reason)) return;
    if (isHeld) this.#holds.add(reason);
    else this.#holds.delete(reason);
    this.#paint();
  }

  [Symbol.dispose](): void {
    this.#work.abort();
    this.#searching[Symbol.dispose]();
  }

  get #isHeld(): boolean {
    return this.#holds.size > 0 || this.list.peek().isCut;
  }

  get #question(): PostsQuestion {
    return this.question.peek();
  }

  /** Whether only the server can tell which posts match. */
  get #isSearch(): boolean {
    return needsSearch(this.#question.choice);
  }

  /** Shows the first page, or `fallback` if it cannot be loaded; null keeps the list. */
  async #replace(fallback: PostPage | null): Promise<void> {
    this.#work.abort();
    const { signal } = this.#work = new AbortController();
    this.#pending = [];
    this.#connection = "reloading";
    this.#searchedSeq = Math.max(this.#searchedSeq, this.#arrivedSeq);
    const { before } = this.#question;
    const page = await this.#load({ ...(before && { before }), limit: PAGE });
    if (signal.aborted) return;
    const hasGap = this.#pending.length === MAX_LIVE;
    this.#connection = !page ? "stale" : hasGap ? "gap" : "contiguous";
    batch(() => {
      const list = page ?? fallback;
      if (list) this.list.value = { ...list, isCut: false };
      if (page) this.#paint();
      this.emptyPages.value = 0;
    });
  }

  /** Loads a page; null if that failed or is no longer needed. */
  async #load(page: FetchedPage): Promise<PostPage | null> {
    const { signal } = this.#work;
    this.phase.value = "loading";
    try {
      const loaded = await this.#request(page);
      if (signal.aborted) return null;
      this.phase.value = "idle";
      return loaded;
    } catch (error) {
      if (!signal.aborted) this.phase.value = "failed";
      if (!(error instanceof Error)) throw error;
      return null;
    }
  }

  #request(page: FetchedPage): Promise<PostPage> {
    return this.#fetch(this.#slug, this.#question, page, this.#work.signal);
  }

  /** Handles a snapshot: posts may be missing between the list and what arrives next. */
  #disconnect(isReset: boolean): void {
    if (isReset) this.#arrivedSeq = this.#searchedSeq = 0;
    this.#connection = "stale";
    if (isReset || !this.#isHeld) void this.reload();
  }

  #edit(edited: readonly Post[]): void {
    const bySeq = new Map(edited.map((post) => [post.seq, post]));
    const { posts } = this.list.peek();
    if (this.#isSearch && posts.some(({ seq }) => bySeq.has(seq))) {
      return this.#disconnect(false);
    }
    this.#change((post) => {
      const now = bySeq.get(post.seq) ?? post;
      return now === post || mayMatch(now, this.#question) ? now : null;
    });
  }

  #arrive(posts: readonly Post[]): void {
    if (this.#question.before) return;
    const wanted = posts.filter((post) => mayMatch(post, this.#question));
    if (wanted.length === 0) return;
    this.#arrivedSeq = Math.max(this.#arrivedSeq, ...wanted.map(seqOf));
    if (this.#isSearch) {
      this.#searching.schedule(this.#search);
    } else this.#add(wanted);
  }

  /** Asks the server which of the newest posts match. */
  readonly #search = async (): Promise<void> => {
    const { signal } = this.#work;
    const arrivedSeq = this.#arrivedSeq;
    const asked = { after: this.#searchedSeq, limit: MAX_LIVE };
    const page = await this.#request(asked)
      .catch(() => null); // the next post that arrives tries again
    if (page === null || signal.aborted) return;
    this.#searchedSeq = Math.max(this.#searchedSeq, arrivedSeq);
    if (page.next !== null) this.#connection = "stale";
    this.#add(page.posts);
  };

  #add(posts: readonly Post[]): void {
    const list = this.list.peek();
    const known = new Set(list.posts.map(seqOf));
    const fresh = posts.filter((post) =>
      !known.has(post.seq) &&
      (this.#connection !== "contiguous" || isWithin(list, post))
    );
    if (fresh.length === 0) return;
    const pending = mergePosts(fresh, this.#pending);
    if (pending.length > MAX_LIVE && this.#connection === "contiguous") {
      this.#connection = "gap";
    }
    this.#pending = pending.slice(0, MAX_LIVE);
    this.#painting.schedule(this.#paintCalmly);
  }

  readonly #paintCalmly = (): void => {
    const isFlood = this.#pending.length > FLOOD;
    if (isFlood && performance.now() - this.#lastFloodAt < this.#calmMs) {
      return this.#painting.schedule(this.#paintCalmly);
    }
    if (isFlood) this.#lastFloodAt = performance.now();
    this.#paint();
  };

  #paint(): void {
    if (this.#connection === "reloading") return;
    const pending = this.#pending;
    if (this.#isHeld) {
      this.waiting.value = pending.length;
      return;
    }
    const hasGap = this.#connection === "gap";
    if (this.#connection === "stale" || (hasGap && pending.length === 0)) {
      return void this.reload();
    }
    const list = this.list.peek();
    this.#pending = [];
    this.#connection = "contiguous";
    batch(() => {
      this.waiting.value = 0;
      if (pending.length === 0 && list.posts.length <= MAX_LIVE) return;
      this.list.value = addPosts(list, pending, hasGap);
    });
  }

  #change(change: (post: Post) => Post | null): void {
    this.#pending = changePosts(this.#pending, change);
    const list = this.list.peek();
    const posts = changePosts(list.posts, change);
    if (posts !== list.posts) this.list.value = { ...list, posts };
    if (this.#isHeld) this.waiting.value = this.#pending.length;
  }
}

function seqOf({ seq }: Post): number {
  return seq;
}
