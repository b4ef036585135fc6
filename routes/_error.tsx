import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { define } from "../state.ts";

/** Error pages run no script; the policy of the other pages does not reach them. */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Answers programs in JSON and people with a page. */
export const handler = define.handlers((ctx) => {
  const { status, message } = describe(ctx.error);
  const headers = { "content-security-policy": POLICY };
  if (ctx.url.pathname.startsWith("/api/")) {
    return Response.json({ error: message }, { status, headers });
  }
  return page({ status, message }, { status, headers });
});

export default define.page<typeof handler>(function Failed({ data }): VNode {
  const { status, message } = data;
  return (
    <main id="main" class="failed">
      <Head>
        <title>{`${status} · Freshet`}</title>
      </Head>
      <p class="note">Freshet · {status}</p>
      <h1>{message}</h1>
      <p>
        <a href="/">To all topics</a>
      </p>
    </main>
  );
});

/** What may be said of an error: nothing of what went wrong inside. */
function describe(error: unknown): { status: number; message: string } {
  if (error === null || error === undefined) {
    return { status: 404, message: "There is no such page" };
  }
  if (error instanceof HttpError && error.status < 500) {
    const message = error.message || "There is no such page";
    return { status: error.status, message };
  }
  const status = error instanceof HttpError ? error.status : 500;
  return {
    status,
    message: status === 503
      ? "Not ready yet: please come back in a moment"
      : "Something went wrong here",
  };
}
