import { nextTurn } from "../domain/time/turns.ts";
import {
  type Cursor,
  formatCursor,
  type MissedChanges,
} from "../domain/live/snapshot.ts";
import type { Post } from "../domain/schema/posts.ts";
import {
  type Channel,
  type Encode,
  encodeMissed,
  encodeTopics,
  type Missed,
  type MissedPost,
} from "./events.ts";
import type { LiveReads, LiveState } from "./state.ts";

/** Positions that are read at once. */
const BLOCK = 200;

/** A channel of more topics reads those of all, and drops the others. */
const MAX_READS = 8;

/** How long viewers share what was read or encoded, and how much of each kind. */
const SHARED = { ms: 10_000, max: 128 };

/** A whole state is encoded again after this time: its windows move. */
const STATE_MS = 1_000;

/** A part of what a viewer missed. */
export interface MissedPart {
  readonly events: readonly Uint8Array[];
  /** The viewer is up to date until here. */
  readonly cursor: Cursor;
}

/**
 * What returning viewers missed. Those who resume near the same place share what
 * is read and encoded, and only one part is made at a time: however many come
 * back at once, others get their turn.
 */
export class Replay {
  readonly #reads: Pick<LiveReads, "readMissed">;
  readonly #pages = new Cache<Promise<Missed>>(SHARED);
  readonly #parts = new Cache<MissedPart>(SHARED);
  readonly #states = new Cache<Encode>({ ms: STATE_MS, max: 4 });
  readonly #bytes = new Cache<Uint8Array>({ ms: STATE_MS, max: SHARED.max });
  #turn: Promise<unknown> = Promise.resolve();

  constructor(reads: Pick<LiveReads, "readMissed">) {
    this.#reads = reads;
  }

  /**
   * Reads the next part of what a channel's viewer missed after a cursor, not
   * beyond `state`; null if `signal` aborted before its turn.
   */
  async read(
    channel: Channel,
    after: Cursor,
    state: LiveState,
    signal: AbortSignal,
  ): Promise<MissedPart | null> {
    const from = Math.floor(after.seq / BLOCK) * BLOCK;
    const last = Math.min(from + BLOCK, state.cursor.seq);
    const key = `${formatCursor(after)} ${last} ${channel.key}`;
    return this.#parts.get(key) ?? await this.#inTurn(async () => {
      if (signal.aborted) return null;
      const known = this.#parts.get(key);
      if (known) return known;
      const { epoch } = after;
      const slugs = channel.slugs?.filter((slug) => state.topics.has(slug)) ??
        null;
      const missed = await this.#readMissed(slugs, { epoch, from, last });
      const events = encodeMissed(missed, after);
      return this.#parts.set(key, { events, cursor: { epoch, seq: last } });
    });
  }

  /** Encodes the snapshot of a channel. */
  encodeSnapshot(
    state: LiveState,
    channel: Channel,
    reset: boolean,
  ): Uint8Array {
    return this.#encodeState(
      state,
      channel,
      `snapshot ${reset}`,
      (cursor) => encodeTopics("snapshot", { cursor, reset }, state.topics),
    );
  }

  /** Encodes the whole state without posts, for a viewer that has those. */
  encodeWhole(state: LiveState, channel: Channel): Uint8Array {
    return this.#encodeState(state, channel, "whole", (cursor) => {
      const topics = new Map(
        [...state.topics]
          .map(([slug, { posts: _, ...others }]) => [slug, others]),
      );
      return encodeTopics("tick", { cursor, whole: true }, topics);
    });
  }

  /** Forgets what was read: nobody watches any more. */
  clear(): void {
    for (const one of [this.#pages, this.#parts, this.#states, this.#bytes]) {
      one.clear();
    }
  }

  #encodeState(
    { cursor, revision }: LiveState,
    channel: Channel,
    kind: string,
    begin: (cursor: string) => Encode,
  ): Uint8Array {
    const text = formatCursor(cursor);
    const key = `${kind} ${revision} ${text}`;
    const encode = this.#states.get(key) ?? this.#states.set(key, begin(text));
    const ownKey = `${key} ${channel.key}`;
    return this.#bytes.get(ownKey) ??
      this.#bytes.set(ownKey, encode(channel)!);
  }

  /** @param slugs Topics to read; null for all. */
  async #readMissed(
    slugs: readonly string[] | null,
    range: Block,
  ): Promise<Missed> {
    if (slugs === null) return await this.#readPage(null, range);
    if (slugs.length > MAX_READS) {
      return keepTopics(await this.#readPage(null, range), new Set(slugs));
    }
    const pages: Missed[] = [];
    for (const slug of slugs) pages.push(await this.#readPage(slug, range));
    return joinPages(pages);
  }

  #readPage(slug: string | null, { epoch, from, last }: Block) {
    const key = JSON.stringify([epoch, from, last, slug]);
    const known = this.#pages.get(key);
    if (known) return known;
    const page = this.#reads.readMissed(slug, { after: from, last })
      .then(toMissed);
    page.catch(() => this.#pages.delete(key));
    return this.#pages.set(key, page);
  }

  /** Works after all who came before, and lets other work happen in between. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {}).then(() => nextTurn());
    return await turn;
  }
}

/** Positions of the commit order, without `from` and with `last`. */
interface Block {
  readonly epoch: string;
  readonly from: number;
  readonly last: number;
}

function toMissed({ posts, deleted, edited }: MissedChanges): Missed {
  return { posts: posts.map(toJson), deleted, edited: edited.map(toJson) };
}

function toJson(post: Post): MissedPost {
  const { seq, topic } = post;
  return { seq, topic, json: JSON.stringify(post) };
}

function keepTopics(
  { posts, deleted, edited }: Missed,
  slugs: ReadonlySet<string>,
): Missed {
  const isWanted = ({ topic }: MissedPost) => slugs.has(topic);
  return {
    posts: posts.filter(isWanted),
    deleted,
    edited: edited.filter(isWanted),
  };
}

function joinPages(pages: readonly Missed[]): Missed {
  return {
    posts: pages.flatMap(({ posts }) => posts).sort((a, b) => a.seq - b.seq),
    deleted: pages.flatMap(({ deleted }) => deleted),
    edited: pages.flatMap(({ edited }) => edited),
  };
}

/** Keeps the newest values for a while. */
class Cache<T> {
  readonly #values = new Map<string, { value: T; untilMs: number }>();
  readonly #limits: { readonly ms: number; readonly max: number };

  constructor(limits: { readonly ms: number; readonly max: number }) {
    this.#limits = limits;
  }

  get(key: string): T | undefined {
    const entry = this.#values.get(key);
    return entry && entry.untilMs > performance.now() ? entry.value : undefined;
  }

  set(key: string, value: T): T {
    const { ms, max } = this.#limits;
    this.#values.delete(key);
    this.#values.set(key, { value, untilMs: performance.now() + ms });
    if (this.#values.size > max) this.delete(this.#values.keys().next().value!);
    return value;
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }
}
