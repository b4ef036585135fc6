import { deepStrictEqual, fail, match, ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type {
  PostEvent,
  Source,
  SourcePost,
  SourceStatus,
} from "../../workers/ingest/sources/source.ts";

const GIVE_UP_MS = 10_000;
const ABORT_MS = 1_000;

/** Options for {@linkcode testSource}. */
export interface SourceSuiteOptions {
  /** Events about posts that the source has at least. @default {40} */
  readonly count?: number;
}

/**
 * Tests that every {@linkcode Source} must pass. Sanitizers are on, so a timer
 * or a file that a source leaves behind fails its test.
 */
export function testSource(
  name: string,
  make: () => Source | Promise<Source>,
  options: SourceSuiteOptions = {},
): void {
  const { count = 40 } = options;
  const test = (does: string, fn: (source: Source) => Promise<void>) =>
    Deno.test({
      name: `${name} ${does}`,
      sanitizeOps: true,
      sanitizeResources: true,
      fn: async () => await fn(await make()),
    });

  test("has a name that fits a subject, and a key", async ({ name, key }) => {
    match(name, /^[a-z]+$/);
    ok(key.startsWith(`${name}:`));
    await Promise.resolve();
  });

  test("yields posts of the right shape", async (source) => {
    for (const event of await take(source, count)) checkEvent(event);
  });

  test("gives each post its own id", async (source) => {
    const ids = idsOf(await take(source, count));
    deepStrictEqual([...new Set(ids)], ids);
  });

  test("goes on after a position and repeats nothing", async (source) => {
    const before = await take(source, Math.floor(count / 2));
    const position = before.findLast((e) => e.position !== null)?.position;
    if (position === undefined) return;
    const known = new Set(idsOf(before));
    const after = await take(source, Math.floor(count / 2), position);
    deepStrictEqual(idsOf(after).filter((id) => known.has(id)), []);
  });

  test("yields nothing if it is aborted before it begins", async (source) => {
    for await (const event of source.read(null, AbortSignal.abort())) {
      fail(`there is an event: ${JSON.stringify(event)}`);
    }
  });

  test("can be left at any event", async (source) => {
    for await (const _ of source.read(null, new AbortController().signal)) {
      break;
    }
  });

  test("ends within a second of an abort", async (source) => {
    const stop = new AbortController();
    const stopAt = performance.now() + 50;
    const aborting = delay(50).then(() => stop.abort());
    const tookMs = () => performance.now() - stopAt;
    for await (const _ of source.read(null, stop.signal)) {
      if (tookMs() > ABORT_MS) break;
    }
    ok(tookMs() < ABORT_MS, `goes on ${tookMs()} ms after the abort`);
    await aborting;
  });
}

async function take(
  source: Source,
  count: number,
  position: string | null = null,
): Promise<PostEvent[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), GIVE_UP_MS);
  const events: PostEvent[] = [];
  for await (const event of source.read(position, stop.signal)) {
    if (!("position" in event)) checkStatus(event);
    else if (events.push(event) === count) break;
  }
  clearTimeout(timer);
  ok(!stop.signal.aborted, `only ${events.length} events in ${GIVE_UP_MS} ms`);
  ok(events.length > 0, "a source under test must have something to tell");
  return events;
}

function idsOf(events: readonly PostEvent[]): string[] {
  return events.flatMap((e) => e.kind === "post" ? [e.post.id] : []);
}

function checkEvent(event: PostEvent): void {
  ok(event.position === null || typeof event.position === "string");
  if (event.kind === "post" || event.kind === "edit") checkPost(event.post);
  if (event.kind === "delete-author") checkId(event.idPrefix);
  if (event.kind === "delete") checkId(event.id);
  if (event.kind === "rejected") {
    match(event.reason, /^(malformed|oversize)$/);
    ok(event.head.length <= 512);
  }
}

function checkStatus(status: SourceStatus): void {
  if (status.kind === "notice") return;
  ok(Number.isSafeInteger(status.atMs), `atMs is ${status.atMs}`);
  const words = status.kind === "live" ? status.detail : status.why;
  ok(words.length > 0 && words.length < 500, words);
}

function checkPost(post: SourcePost): void {
  checkId(post.id);
  ok(Number.isSafeInteger(post.createdMs), `createdMs is ${post.createdMs}`);
  ok(typeof post.text === "string" && post.text.isWellFormed());
  match(post.lang, /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/);
  ok(post.author === null || post.author.length > 0);
  ok(post.url === null || /^https?:\/\//.test(post.url));
  for (const link of post.entities?.links ?? []) match(link, /^https?:\/\//);
}

function checkId(id: string): void {
  const { length } = new TextEncoder().encode(id);
  ok(length >= 1 && length <= 255, `an id of ${length} bytes: ${id}`);
}
