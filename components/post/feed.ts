import {
  batch,
  type ReadonlySignal,
  type Signal,
  signal,
  useSignalEffect,
} from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Post } from "../../domain/post/post.ts";
import type { PostPage } from "../../domain/post/search.ts";
import {
  type PostsQuestion,
  postsQuestionKey,
  readPostsQuestion,
} from "../../domain/request/posts.ts";
import { timeParams } from "../../domain/request/range.ts";
import { Throttle } from "../live/ask.ts";
import type { LiveEvent } from "../live/event.ts";
import { live } from "../live/store.ts";
import {
  type AskedPage,
  type AskPosts,
  askPosts,
  changePosts,
  cursorAfter,
  type FeedList,
  mayBeAskedFor,
  mergeFeed,
  type PostsView,
} from "./posts.ts";

/** Options for {@linkcode usePostFeed}. */
export interface UsePostFeedOptions {
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Told when the address asks for other posts than before, and whether it does so by another time. */
  onChoose: (isOtherTime: boolean) => void;
}

/** The posts that an address asks for, kept up to date while the component is on the page. */
export function usePostFeed(
  slug: string,
  address: ReadonlySignal<string>,
  view: PostsView,
  { renderedAt, onChoose }: UsePostFeedOptions,
): PostFeed {
  const [{ feed, asked }] = useState(() => {
    const params = paramsOf(address.peek());
    const question = readPostsQuestion(params, renderedAt);
    const options = { seq: view.seq, painting: live.painting };
    return {
      feed: new PostFeed(slug, question, view, askPosts(slug), options),
      asked: {
        key: postsQuestionKey(params),
        time: timeKey(address.peek()),
      },
    };
  });
  useEffect(() => {
    const stop = live.listen((event) => feed.receive(event));
    return () => {
      stop();
      feed[Symbol.dispose]();
    };
  }, []);
  useSignalEffect(() => feed.pause(live.paused.value));
  useSignalEffect(() => {
    if (live.connection.value.kind === "live") void feed.retry();
  });
  useSignalEffect(() => {
    const params = paramsOf(address.value);
    const key = postsQuestionKey(params);
    if (key === asked.key) return;
    const time = timeKey(address.value);
    const isOtherTime = time !== asked.time;
    Object.assign(asked, { key, time });
    onChoose(isOtherTime);
    void feed.choose(readPostsQuestion(params, Date.now()));
  });
  return feed;
}

function timeKey(address: string): string {
  return timeParams(address).toString();
}

function paramsOf(address: string): URLSearchParams {
  return new URLSearchParams(address.split("?")[1]);
}

/** Posts that are held back at most, and shown at most to whom is at their top. */
export const MAX_LIVE = 100;

/** Posts that are kept when new ones come in above them: more than fit on a screen. */
const MAX_FRESH = 40;

/** More new posts at once than anybody reads: the next ones come after a while. */
const FLOOD = 20;
const CALM_MS = 3_000;

/** Posts that are kept while somebody goes back in time. */
const MAX_KEPT = 300;

const PAGE = 50;

/** Options for {@linkcode PostFeed}. */
export interface PostFeedOptions {
  /** The newest `seq` when the page was rendered. @default {0} */
  seq?: number;
  /** When new posts are shown. @default at most once a second */
  painting?: Throttle;
  /** From one flood of new posts to the next, in ms. @default {3000} */
  calmMs?: number;
  /** The server is asked at most once in so many ms which new posts hold a term. @default {1000} */
  lookMs?: number;
}

/**
 * The posts that somebody looks at: those that a question asks for, new ones as
 * they arrive, and older ones on demand. Never more than a few hundred, and
 * never with a hole between them.
 */
export class PostFeed implements Disposable {
  readonly list: Signal<FeedList>;
  /** Number of posts that have arrived and are held back. */
  readonly waiting: Signal<number> = signal(0);
  readonly phase: Signal<"still" | "loading" | "failed"> = signal("still");
  /** Older pages in a row that held nothing. */
  readonly empty: Signal<number> = signal(0);

  readonly #slug: string;
  readonly #ask: AskPosts;
  readonly #painting: Throttle;
  readonly #looking: Throttle;
  readonly #calmMs: number;
  #question: PostsQuestion;
  #work = new AbortController();
  #pending: readonly Post[] = [];
  /** Whether there are more between what waits and what is shown. */
  #isApart = false;
  /** Whether what is shown no longer connects to what arrives. */
  #isStale = false;
  /** Whether what is shown is about to be replaced: what arrives waits for that. */
  #isReloading = false;
  #isPaused = false;
  #isReading = false;
  /** When posts were shown that came in a flood. */
  #floodedAt = -Infinity;
  /** Of the posts that arrived and may be asked for, the newest `seq`. */
  #arrivedTo = 0;
  /** Up to here the server was asked which posts hold the term. */
  #lookedTo: number;

  /** @param page What the server rendered. */
  constructor(
    slug: string,
    question: PostsQuestion,
    page: PostPage,
    ask: AskPosts,
    options: PostFeedOptions = {},
  ) {
    const { seq = 0, painting = new Throttle(1_000), lookMs = 1_000 } = options;
    this.#slug = slug;
    this.#question = question;
    this.#ask = ask;
    this.#lookedTo = seq;
    this.list = signal({ ...page, isCut: false });
    this.#painting = painting;
    this.#calmMs = options.calmMs ?? CALM_MS;
    this.#looking = new Throttle(lookMs);
  }

  /** Takes in what the live stream tells. */
  receive(event: LiveEvent): void {
    switch (event.type) {
      case "delete": {
        const gone = new Set(event.posts);
        return this.#change((post) => gone.has(post.seq) ? null : post);
      }
      case "snapshot":
        if (event.topics.has(this.#slug)) this.#startAnew(event.reset);
        return;
      case "tick": {
        const tick = event.topics.get(this.#slug);
        if (tick?.edited) this.#edit(tick.edited);
        if (tick?.posts) this.#arrive(tick.posts);
      }
    }
  }

  /** Shows what another question asks for. */
  async choose(question: PostsQuestion): Promise<void> {
    this.#question = question;
    await this.#replace({ posts: [], next: null });
  }

  /** Reads the first page again; what is shown stays if nobody answers. */
  async reload(): Promise<void> {
    await this.#replace(null);
  }

  /** Shows the first page, or something else if nobody answers; null: what is shown then. */
  async #replace(otherwise: PostPage | null): Promise<void> {
    this.#work.abort();
    this.#work = new AbortController();
    this.#pending = [];
    this.#isApart = this.#isStale = false;
    this.#isReloading = true;
    this.#lookedTo = Math.max(this.#lookedTo, this.#arrivedTo);
    const { before } = this.#question;
    const start = before && { before };
    const page = await this.#read({ ...start, limit: PAGE });
    if (page === "aborted") return;
    this.#isReloading = false;
    this.#isStale = page === null;
    batch(() => {
      const list = page ?? otherwise;
      if (list) this.list.value = { ...list, isCut: false };
      if (page) this.#paint();
      this.empty.value = 0;
    });
  }

  /** Asks again for what nobody answered. */
  async retry(): Promise<void> {
    if (this.phase.peek() !== "failed") return;
    if (this.#isStale) await this.reload();
    else await this.older();
  }

  /** Reads the next older page. */
  async older(): Promise<void> {
    const { next } = this.list.peek();
    if (next === null || this.phase.peek() === "loading") return;
    const page = await this.#read({ before: next, limit: PAGE });
    const now = this.list.peek();
    if (page === null || page === "aborted" || now.next !== next) return;
    const posts = mergeFeed(page.posts, now.posts, this.#isByTime);
    const kept = posts.slice(-MAX_KEPT);
    const isCut = now.isCut || kept.length < posts.length;
    batch(() => {
      this.empty.value = page.posts.length > 0 ? 0 : this.empty.peek() + 1;
      this.list.value = { posts: kept, next: page.next, isCut };
    });
  }

  /** Shows the newest posts. */
  async showNewest(): Promise<void> {
    this.#isPaused = this.#isReading = false;
    if (this.list.peek().isCut) await this.reload();
    else this.#paint();
  }

  /** Holds posts back, or lets them in. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#paint();
  }

  /** Says whether the reader is further down. */
  read(isReading: boolean): void {
    if (isReading === this.#isReading) return;
    this.#isReading = isReading;
    this.#paint();
  }

  [Symbol.dispose](): void {
    this.#work.abort();
    this.#looking[Symbol.dispose]();
  }

  get #isHeld(): boolean {
    return this.#isPaused || this.#isReading || this.list.peek().isCut;
  }

  get #isByTime(): boolean {
    return this.#question.from !== undefined;
  }

  /** What is shown does not connect to what comes now. */
  #startAnew(isReset: boolean): void {
    if (isReset) this.#arrivedTo = this.#lookedTo = 0;
    this.#isStale = true;
    if (isReset || !this.#isHeld) void this.reload();
  }

  #edit(edited: readonly Post[]): void {
    const bySeq = new Map(edited.map((post) => [post.seq, post]));
    this.#change((post) => {
      const now = bySeq.get(post.seq) ?? post;
      return now === post || mayBeAskedFor(now, this.#question) ? now : null;
    });
  }

  #arrive(posts: readonly Post[]): void {
    if (this.#question.before) return;
    const wanted = posts.filter((post) => mayBeAskedFor(post, this.#question));
    if (wanted.length === 0) return;
    this.#arrivedTo = Math.max(this.#arrivedTo, ...wanted.map((it) => it.seq));
    if (this.#question.choice.term) this.#looking.ask(this.#look);
    else this.#take(wanted);
  }

  /** Asks which of the newest posts hold the term. */
  readonly #look = async (): Promise<void> => {
    const { signal } = this.#work;
    const arrivedTo = this.#arrivedTo;
    const asked = { after: this.#lookedTo, limit: MAX_LIVE };
    const page = await this.#ask(this.#question, asked, signal)
      .catch(() => null); // the next post that arrives asks again
    if (page === null || signal.aborted) return;
    this.#lookedTo = Math.max(this.#lookedTo, arrivedTo);
    if (page.next !== null) this.#isStale = true;
    this.#take(page.posts);
  };

  #take(posts: readonly Post[]): void {
    const known = new Set(this.list.peek().posts.map(({ seq }) => seq));
    const fresh = posts.filter(({ seq }) => !known.has(seq));
    const pending = mergeFeed(fresh, this.#pending, this.#isByTime);
    this.#isApart ||= pending.length > MAX_LIVE;
    this.#pending = pending.slice(0, MAX_LIVE);
    this.#painting.ask(this.#paintCalmly);
  }

  readonly #paintCalmly = (): void => {
    const isFlood = this.#pending.length > FLOOD;
    if (isFlood && performance.now() - this.#floodedAt < this.#calmMs) {
      return this.#painting.ask(this.#paintCalmly);
    }
    if (isFlood) this.#floodedAt = performance.now();
    this.#paint();
  };

  readonly #paint = (): void => {
    if (this.#isReloading) return;
    if (this.#isHeld) {
      this.waiting.value = this.#pending.length;
      return;
    }
    if (this.#isStale) return void this.reload();
    const { posts, next, isCut } = this.list.peek();
    const shown = this.#isApart ? [] : posts;
    const all = mergeFeed(this.#pending, shown, this.#isByTime);
    const kept = all.slice(0, this.#pending.length > 0 ? MAX_FRESH : MAX_LIVE);
    const isWhole = !this.#isApart && kept.length === all.length;
    const changes = this.#pending.length > 0 || !isWhole;
    this.#pending = [];
    this.#isApart = false;
    batch(() => {
      this.waiting.value = 0;
      if (!changes) return;
      const rest = isWhole ? next : cursorAfter(kept.at(-1)!, this.#isByTime);
      this.list.value = { posts: kept, next: rest, isCut };
    });
  };

  #change(change: (post: Post) => Post | null): void {
    this.#pending = changePosts(this.#pending, change);
    const list = this.list.peek();
    const posts = changePosts(list.posts, change);
    if (posts !== list.posts) this.list.value = { ...list, posts };
    if (this.#isHeld) this.waiting.value = this.#pending.length;
  }

  /** An answer; null if there was none; `aborted` if nobody wants it any more. */
  async #read(asked: AskedPage): Promise<PostPage | null | "aborted"> {
    const { signal } = this.#work;
    this.phase.value = "loading";
    try {
      const page = await this.#ask(this.#question, asked, signal);
      if (signal.aborted) return "aborted";
      this.phase.value = "still";
      return page;
    } catch (error) {
      if (signal.aborted) return "aborted";
      if (!(error instanceof Error)) throw error;
      this.phase.value = "failed";
      return null;
    }
  }
}
