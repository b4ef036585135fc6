import { authorKey, type Item, type ListedPost } from "./items.ts";

/** How posts share something. */
export interface Counted {
  /** As the newest post has it. */
  readonly value: string;
  /** The newest post. */
  readonly source: string;
  readonly id: string;
  readonly posts: number;
  readonly authors: number;
  /** In epoch milliseconds. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Counts what posts share. It holds something for each item and each author of one. */
export class Tally {
  readonly #items = new Map<string, Mutable>();
  readonly #itemsOf: (post: ListedPost) => readonly Item[];

  constructor(itemsOf: (post: ListedPost) => readonly Item[]) {
    this.#itemsOf = itemsOf;
  }

  /** @param post Not newer than those before. */
  add(post: ListedPost): void {
    for (const { key, value } of this.#itemsOf(post)) {
      const known = this.#items.get(key);
      if (known) known.add(post);
      else this.#items.set(key, new Mutable(value, post));
    }
  }

  /** Different items. */
  get distinct(): number {
    return this.#items.size;
  }

  /**
   * The items of most posts; of as many, those used last come first.
   *
   * @param least Posts that an item is in at least.
   */
  top(most: number, least: number): Counted[] {
    return [...this.#items.values()].filter(({ posts }) => posts >= least)
      .sort((a, b) =>
        b.posts - a.posts || b.lastMs - a.lastMs ||
        (a.value < b.value ? -1 : 1)
      ).slice(0, most);
  }
}

class Mutable implements Counted {
  readonly source: string;
  readonly id: string;
  readonly lastMs: number;
  firstMs: number;
  posts = 1;
  /** One author, as most items have, or several; null: none that is known. */
  #authors: string | null | Set<string>;

  constructor(readonly value: string, post: ListedPost) {
    this.source = post.source;
    this.id = post.id;
    this.lastMs = this.firstMs = post.createdMs;
    this.#authors = authorKey(post);
  }

  get authors(): number {
    return this.#authors === null
      ? 0
      : typeof this.#authors === "string"
      ? 1
      : this.#authors.size;
  }

  add(post: ListedPost): void {
    this.posts++;
    this.firstMs = post.createdMs;
    const key = authorKey(post);
    if (key === null || key === this.#authors) return;
    if (this.#authors === null) this.#authors = key;
    else if (typeof this.#authors === "string") {
      this.#authors = new Set([this.#authors, key]);
    } else this.#authors.add(key);
  }
}
