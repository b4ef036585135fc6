import { HttpError } from "fresh";
import { knownZone } from "../../domain/time/zones.ts";
import { ParameterError } from "../../domain/request/parameters.ts";
import type { EndpointContext } from "./methods.ts";

/**
 * Reads the body of a submitted form.
 *
 * @throws {HttpError} 415 for another content type, 413 if it is larger than 64 KiB.
 */
export async function readForm(req: Request): Promise<URLSearchParams> {
  const bytes = await readBody(req, "application/x-www-form-urlencoded");
  return new URLSearchParams(new TextDecoder().decode(bytes));
}

/**
 * Reads a JSON body.
 *
 * @throws {HttpError} 415 for another content type, 413 if it is larger than
 * 64 KiB, 400 if it is not JSON in UTF-8.
 */
export async function readJson(req: Request): Promise<unknown> {
  const bytes = await readBody(req, "application/json");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const message = `The body must be JSON in UTF-8: ${cause}`;
    throw new HttpError(400, message.slice(0, 300), { cause });
  }
}

const MAX_BYTES = 64 * 1024;

/** Reads a body of a content type; stops at the limit. */
async function readBody(
  req: Request,
  type: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const given = req.headers.get("content-type");
  if (given?.split(";")[0]?.trim().toLowerCase() !== type) {
    await req.body?.cancel();
    const shown = JSON.stringify(given?.slice(0, 100) ?? null);
    const rule = `Content-Type must be ${type}`;
    throw new HttpError(415, `${rule}: current value is ${shown}`);
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of req.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) {
      throw new HttpError(413, `The body must have at most ${MAX_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return await new Blob(chunks).bytes();
}

/**
 * Reads the parameters of a page.
 *
 * @throws {HttpError} 400 if a parameter is invalid.
 */
export function readParameters<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuse(error);
  }
}

/**
 * Handles a failure of what reads with the parameters of a page.
 *
 * @throws {HttpError} 400 if a parameter is invalid; else the failure.
 */
export function refuse(error: unknown): never {
  if (!(error instanceof ParameterError)) throw error;
  throw new HttpError(400, error.message, { cause: error });
}

/** Every parameter that a page or an endpoint reads. */
const PARAMETERS: ReadonlySet<string> = new Set([
  ...["topic", "topics", "range", "from", "to", "step", "per", "zone"],
  ...["q", "term", "lang", "mood", "sentiment", "before", "after", "limit"],
  ...["list", "kind", "compare", "by", "scale", "sort", "chart", "format"],
  ...["cursor", "edit", "remove", "purge", "slug", "query", "color"],
  ...["added", "changed", "paused", "resumed", "removed", "rotate", "show"],
  ...["provenance", "theme", "title", "description", "offset", "reposts"],
  ...["site", "author", "postkind", "seq"],
]);

/** The only one that may be repeated: forms send a value for each box. */
const REPEATED = "topics";

/** Parameters whose unknown values mean nothing, instead of being refused. */
const FORGIVING: ReadonlySet<string> = new Set(["list", "zone"]);

/** Longer values of those are dropped, but for names of zones. */
const LONGEST_CHOICE = 20;

/**
 * Removes from an address what nobody reads, before anybody can copy it into a
 * hundred links: unknown parameters, repeated ones, and long ones that mean nothing.
 */
export function dropUnknownParameters(url: URL): void {
  if (url.search === "") return;
  const kept = new URLSearchParams();
  for (const [name, value] of url.searchParams) {
    if (!PARAMETERS.has(name)) continue;
    if (name !== REPEATED && kept.has(name)) continue;
    const isLong = FORGIVING.has(name) && value.length > LONGEST_CHOICE;
    if (isLong && !(name === "zone" && knownZone(value))) continue;
    kept.append(name, value);
  }
  if (kept.size < url.searchParams.size) url.search = String(kept);
}

/** Whether the browser uses https, directly or through a proxy. */
export function isOverTls(
  { req: { headers }, url }: Pick<EndpointContext, "req" | "url">,
): boolean {
  return url.protocol === "https:" ||
    headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https" ||
    (headers.get("origin") ?? "").startsWith("https:");
}

/**
 * Whether a request comes from a page of this server, according to headers that
 * browsers send with each POST and that no page can set. Without them it does not.
 *
 * `Sec-Fetch-Site` holds behind any proxy. Without it, `Origin` is compared with
 * our host, or with the one that the proxy forwards.
 */
export function isOwnPage(
  { req: { headers }, url }: Pick<EndpointContext, "req" | "url">,
): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "none") return site === "same-origin";
  const origin = headers.get("origin") ?? "";
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  const forwarded = headers.get("x-forwarded-host")?.split(",")[0]?.trim();
  return host !== "" && (host === url.host || host === forwarded);
}

/** Headers of answers that depend on who asks, or on the moment: nobody may keep them. */
export const NO_STORE = { "cache-control": "no-store" };

/**
 * The fields of a form of a page of this site.
 *
 * @throws {HttpError} 403 if another site sent it.
 */
export async function readOwnForm(
  ctx: Pick<EndpointContext, "req" | "url">,
): Promise<URLSearchParams> {
  if (isOwnPage(ctx)) return await readForm(ctx.req);
  throw new HttpError(403, "Forms are only accepted from pages of this site");
}
