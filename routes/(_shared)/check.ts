import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";
import { HttpError } from "fresh";
import type {
  CheckProps,
  LabelProps,
  ResultView,
} from "../../components/check/check.ts";
import {
  type Check,
  decisionOf,
  findDifferences,
  findOutdated,
  LABELS,
  opinionsOf,
  progressOf,
  resultOf,
  SIZES,
} from "../../domain/check/check.ts";
import {
  hasTime,
  timeParams,
  withParams,
} from "../../domain/request/address.ts";
import { readPageRange } from "../../domain/request/range.ts";
import type { Post } from "../../domain/schema/posts.ts";
import type { FormError } from "../../domain/topic/input.ts";
import { isOld, type TopicSummary } from "../../domain/topic/topic.ts";
import { addressOf, type AdminContext } from "./admin.ts";
import {
  accessOf,
  FormRefusal,
  redirect,
  requireSession,
  signIn,
} from "./manage.ts";
import { resolveRange } from "./range.ts";
import { isOverTls, readParameters } from "./request.ts";

const COOKIE = "freshet_reader";
const YEAR = 31_536_000;

/** The digest that names a reader; null before the first label. */
export function readerOf({ headers }: Pick<Request, "headers">): string | null {
  const [, value] = /(?:^|;\s*)freshet_reader=([\w-]{22,64})(?:;|$)/
    .exec(headers.get("cookie") ?? "") ?? [];
  return value === undefined ? null : digest(value);
}

function digest(value: string): string {
  return createHash("sha256").update(`freshet reader ${value}`).digest("hex");
}

/** A reader that nobody was before, and the cookie that names it. */
function newReader(ctx: AdminContext): { reader: string; cookie: string } {
  const value = Buffer.from(randomBytes(16)).toString("base64url");
  const secure = isOverTls(ctx) ? "; Secure" : "";
  return {
    reader: digest(value),
    cookie: `${COOKIE}=${value}; Path=/t/; Max-Age=${YEAR}; HttpOnly; ` +
      `SameSite=Strict${secure}`,
  };
}

/** Path of a topic's check. */
function pathOf(slug: string): string {
  return `/t/${encodeURIComponent(slug)}/check`;
}

/**
 * Handles a form of the page: a label, or what its button `do` says.
 *
 * @throws {FormRefusal} Without a session, if the token is wrong, or if nothing can be done.
 * @throws {HttpError} If the action is unknown.
 */
export async function handleCheckForm(
  ctx: AdminContext,
  form: URLSearchParams,
  topic: TopicSummary,
): Promise<Response> {
  const { checks } = ctx.state;
  const { slug } = topic;
  const path = pathOf(slug);
  const action = form.has("label") ? "label" : form.get("do");
  if (action === "sign-in") {
    return redirect(path, await signIn(ctx, form.get("token")));
  }
  await requireSession(ctx);
  const checkId = Number(form.get("check"));
  const reader = readerOf(ctx.req);
  if (action === "start" || action === "forget" || action === "delete") {
    const address = addressOf(ctx);
    ctx.state.log("info", `check ${action}`, { slug, checkId, address });
  }
  switch (action) {
    case "start":
      await startCheck(ctx, form, topic);
      return redirect(`${path}?show=label`);
    case "label":
      return redirect(`${path}?show=label`, await setLabel(ctx, form, slug));
    case "undo": {
      const { newest } = await checks.readNewest(slug);
      const last = newest && progressOf(newest, reader).last;
      if (last && reader !== null) {
        await checks.takeBack(slug, checkId, reader, last.place);
      }
      return redirect(`${path}?show=label`);
    }
    case "another":
      return redirect(`${path}?show=label`, newReader(ctx).cookie);
    case "forget":
      if (reader !== null) await checks.takeBack(slug, checkId, reader);
      return redirect(path);
    case "delete":
      await checks.remove(slug, checkId);
      return redirect(path);
    default: {
      const shown = JSON.stringify((action ?? "").slice(0, 50));
      throw new HttpError(400, `Unknown action ${shown}`);
    }
  }
}

async function startCheck(
  ctx: AdminContext,
  form: URLSearchParams,
  { slug, posts }: TopicSummary,
): Promise<void> {
  const { state, url } = ctx;
  const nowMs = Date.now();
  const params = form.get("range") === "page" ? url.searchParams : form;
  const asked = readParameters(() => readPageRange(params, nowMs));
  const range = await resolveRange(state, [slug], asked, nowMs);
  const size = SIZES.find((size) => String(size) === form.get("size"));
  if (size === undefined) {
    throw new HttpError(400, `size must be one of ${SIZES.join(", ")}`);
  }
  const options = { size, topicPosts: posts };
  if (!await state.checks.start(slug, range, options)) {
    throw refusal(400, "No posts are stored in that time: choose another");
  }
}

/** Stores a label; returns the cookie of a new reader. */
async function setLabel(
  ctx: AdminContext,
  form: URLSearchParams,
  slug: string,
): Promise<string | undefined> {
  const label = LABELS.find((label) => label === form.get("label"));
  if (label === undefined) {
    throw new HttpError(400, `label must be one of ${LABELS.join(", ")}`);
  }
  const known = readerOf(ctx.req);
  const { reader, cookie } = known === null
    ? newReader(ctx)
    : { reader: known, cookie: undefined };
  const place = Number(form.get("place"));
  const post = { checkId: Number(form.get("check")), place };
  const given = { reader, label, createdMs: Date.now() };
  if (await ctx.state.checks.label(slug, post, given)) return cookie;
  throw refusal(
    409,
    "Not stored: the post was deleted, or another check was started meanwhile",
  );
}

function refusal(status: 400 | 409, message: string): FormRefusal {
  return new FormRefusal(status, { field: null, message, position: null });
}

/** Reads what the page shows. */
export async function readCheckProps(
  ctx: AdminContext,
  topic: TopicSummary,
  error: FormError | null = null,
): Promise<CheckProps> {
  const { state, req, url } = ctx;
  const { slug } = topic;
  const nowMs = Date.now();
  const times = timeParams(url.pathname + url.search);
  readParameters(() => readPageRange(url.searchParams, nowMs));
  const access = await accessOf(ctx);
  const reader = readerOf(req);
  const { newest, labelled } = await state.checks.readNewest(slug);
  const may = access === "signed-in";
  const posts = await readShownPosts(ctx, slug, [newest, labelled]);
  const open = newest && may
    ? openOf(newest, reader, posts, pathOf(slug))
    : null;
  const show = url.searchParams.get("show");
  const isOffered = show === "label" ||
    (show !== "result" && open !== null && (open.done > 0 || !open.isSecond));
  return {
    ...{ slug, access, error },
    address: withParams(pathOf(slug), Object.fromEntries(times)),
    newest: newest && { id: newest.id, from: newest.from, to: newest.to },
    progress: open &&
      { done: open.done, size: open.size, isSecond: open.isSecond },
    post: open && isOffered ? open.next : null,
    result: labelled &&
      toResult(labelled, topic, posts, open?.next ? reader ?? "" : null),
    time: hasTime(times)
      ? "page"
      : isOld(topic.lastPostAt, nowMs)
      ? "all"
      : "24h",
  };
}

async function readShownPosts(
  { state }: AdminContext,
  slug: string,
  checks: readonly (Check | null)[],
): Promise<Map<number, Post>> {
  const seqs = checks.flatMap((check) => check?.checked ?? [])
    .map(({ seq }) => seq);
  return await state.checks.readPosts(slug, [...new Set(seqs)]);
}

/** How far a reader is with the posts of a check that can still be read. */
function openOf(
  check: Check,
  reader: string | null,
  posts: ReadonlyMap<number, Post>,
  path: string,
) {
  const checked = check.checked.filter(({ seq, labels }) =>
    posts.has(seq) || labels.some((label) => label.reader === reader)
  );
  const { next, done, size, secondsLeft } = progressOf({ checked }, reader);
  const isSecond = check.checked.some(({ labels }) =>
    labels.some((label) => label.reader !== reader)
  );
  return {
    ...{ done, size, isSecond },
    next: next && {
      ...{ address: path, checkId: check.id, place: next.place },
      ...{ post: withoutOpinion(posts.get(next.seq)!) },
      ...{ done, size, secondsLeft },
    } satisfies LabelProps,
  };
}

/** The scorer's opinion is not shown before the label. */
function withoutOpinion(
  { source, createdAt, text, url, context }: Post,
): LabelProps["post"] {
  return { source, createdAt, text, url, ...(context && { context }) };
}

const MOST_DIFFERENCES = 10;

/** @param reader Who is still labelling, and sees the scorer's opinion of labelled posts only; null for nobody. */
function toResult(
  check: Check,
  topic: TopicSummary,
  posts: ReadonlyMap<number, Post>,
  reader: string | null,
): ResultView | null {
  const result = resultOf(check);
  if (!result) return null;
  const checked = check.checked.filter(({ labels }) =>
    reader === null || labels.some((label) => label.reader === reader)
  );
  return {
    ...result,
    ...{ from: check.from, to: check.to },
    outdated: findOutdated(check, topic),
    differences: findDifferences({ checked }, MOST_DIFFERENCES).map((post) => ({
      text: posts.get(post.seq)?.text ?? null,
      decision: decisionOf(post.p),
      p: post.p,
      labels: opinionsOf(post),
    })),
  };
}
