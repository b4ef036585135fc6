/** Looks posts of a source up in the database. */
export interface FindPosts {
  /** Those of some ids that have a row in any topic. */
  findIds(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether the id of any post begins so. */
  hasPrefix(prefix: string): Promise<boolean>;
}

/**
 * Knows which posts of a source we took in. A network tells of each deletion,
 * and nearly all are of posts that match no topic.
 */
export interface KnownPosts {
  /** A post is on its way into the log. */
  add(id: string): void;
  /** Whether there may be a row of it, or will be; if nobody can tell, yes. */
  has(id: string): Promise<boolean>;
  hasPrefix(prefix: string): Promise<boolean>;
}

/** Options for {@linkcode createKnownPosts}. */
export interface KnownPostsOptions {
  /** Newest posts that are known without a look. @default {50_000} */
  remember?: number;
}

/** Creates the memory of one run of a source. */
export function createKnownPosts(
  find: FindPosts,
  { remember = 50_000 }: KnownPostsOptions = {},
): KnownPosts {
  const newest = new Set<string>();
  return {
    add(id) {
      newest.delete(id);
      newest.add(id);
      if (newest.size <= remember) return;
      const [oldest] = newest;
      newest.delete(oldest!);
    },
    async has(id) {
      if (newest.has(id)) return true;
      return await find.findIds([id]).then((ids) => ids.has(id), () => true);
    },
    async hasPrefix(prefix) {
      for (const id of newest) if (id.startsWith(prefix)) return true;
      return await find.hasPrefix(prefix).catch(() => true);
    },
  };
}
