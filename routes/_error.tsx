import { type Context, HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { TIME_PARAMETERS, withParams } from "../domain/request/address.ts";
import { ParameterError } from "../domain/request/parameters.ts";
import { SECURITY_HEADERS } from "../domain/request/security.ts";
import { define, type State } from "../state.ts";

/** Error pages run no scripts, and do not get the policy of the other pages. */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** In seconds. */
const RETRY_AFTER = "5";

/** Answers API requests in JSON, and others with a page. */
export const handler = define.handlers(async (ctx) => {
  const { status, message } = await describe(ctx.error, ctx.state);
  logUnexpected(ctx, status);
  const headers = {
    ...SECURITY_HEADERS,
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    ...(status === 503 && { "retry-after": RETRY_AFTER }),
  };
  const { pathname, search } = ctx.url;
  if (pathname.startsWith("/api/")) {
    return Response.json({ error: message }, { status, headers });
  }
  const address = pathname + search;
  const again = status >= 500 ? address : null;
  const back = withoutInvalid(address, ctx.error);
  return page({ status, message, again, back }, {
    status,
    headers: { ...headers, "vary": "accept-language, cookie" },
  });
});

export default define.page<typeof handler>(function Failed({ data }): VNode {
  const { status, message, again, back } = data;
  return (
    <main id="main" class="failed">
      <Head>
        <title>{`${status} · Freshet`}</title>
      </Head>
      <p class="note">Freshet · {status}</p>
      <h1>{message}</h1>
      <p class="actions">
        {again !== null && <a class="button" href={again}>Try again</a>}
        {back !== null && <a class="button" href={back}>Back to the page</a>}
        <a class="button" href="/" aria-current="false">All topics</a>
      </p>
    </main>
  );
});

/** Logs unexpected errors; clients do not see their cause. */
function logUnexpected(
  { error, state, req, url }: Pick<
    Context<State>,
    "error" | "state" | "req" | "url"
  >,
  status: number,
): void {
  if (status < 500 || error instanceof HttpError && error.status !== 500) {
    return;
  }
  const stack = error instanceof Error ? error.stack : undefined;
  const path = url.pathname;
  const fields = { method: req.method, path, status, error, stack };
  state.log("error", "request failed", fields);
}

/** The address without its invalid parameter; null if it has none. */
function withoutInvalid(address: string, error: unknown): string | null {
  const cause = error instanceof HttpError ? error.cause : null;
  if (!(cause instanceof ParameterError)) return null;
  const { parameter } = cause;
  const names = TIME_PARAMETERS.includes(parameter)
    ? TIME_PARAMETERS
    : [parameter];
  return withParams(
    address,
    Object.fromEntries(names.map((name) => [name, null])),
  );
}

interface Description {
  readonly status: number;
  readonly message: string;
}

/** What clients see of an error: no internals. */
async function describe(
  error: unknown,
  state: Partial<State>,
): Promise<Description> {
  if (error === null || error === undefined) {
    return { status: 404, message: "Page not found" };
  }
  if (error instanceof HttpError && error.status < 500) {
    const message = error.message || "Page not found";
    return { status: error.status, message };
  }
  const unready = await state.findUnready?.().catch(() => []) ?? [];
  const parts = [...new Set(unready.map(({ part }) => part))];
  const isExpected = error instanceof HttpError && error.status !== 500;
  const status = isExpected
    ? error.status
    : parts.includes("database")
    ? 503
    : 500;
  if (status !== 503) return { status, message: "Something went wrong" };
  const missing = parts.length > 0 ? ` (${parts.join(" and ")})` : "";
  const message = `Not ready yet${missing}: try again in a moment`;
  return { status, message };
}
