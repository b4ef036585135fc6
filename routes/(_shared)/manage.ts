import { HttpError } from "fresh";
import { parseQuery } from "../../domain/query/parse.ts";
import type { ManageView } from "../../domain/topic/manage_view.ts";
import type { QueryTrial } from "../../domain/topic/try_query.ts";
import type { AdminContext } from "./admin.ts";
import { isOverTls } from "./is_over_tls.ts";
import { accessOf } from "./manage/access_of.ts";
import { type Change, changeTopics } from "./manage/change_topics.ts";
import { FormRefusal } from "./manage/form_refusal.ts";
import { manageAddress } from "./manage/manage_address.ts";
import { signIn } from "./manage/sign_in.ts";
import { sessionCookie } from "./session_cookie.ts";

const CHANGES: readonly Change[] = ["add", "edit", "pause", "resume", "remove"];

/** What became of a form: another page comes next, or a query was tried. */
type Outcome =
  | { readonly kind: "done"; readonly response: Response }
  | { readonly kind: "tried"; readonly trial: QueryTrial };

/**
 * Does what a form of the page of topics asks for; its button is named `do`.
 *
 * @throws {FormRefusal} If it cannot be done, or one must sign in first.
 */
export async function manageTopics(
  ctx: AdminContext,
  form: URLSearchParams,
  view: ManageView,
): Promise<Outcome> {
  const { edit, remove, draft } = view;
  const asked = form.get("do") ?? "";
  if (asked === "sign-in") {
    const cookie = signIn(ctx, form.get("token"));
    return goTo(manageAddress({ edit, remove, ...draft }), cookie);
  }
  if (asked === "sign-out") {
    return goTo(manageAddress({}), sessionCookie(null, isOverTls(ctx)));
  }
  requireSession(ctx);
  if (asked === "try") {
    const query = parseQuery(form.get("query") ?? "");
    return { kind: "tried", trial: await ctx.state.admin.test(query) };
  }
  const change = CHANGES.find((change) => change === asked);
  if (!change) {
    const shown = JSON.stringify(asked.slice(0, 50));
    throw new HttpError(400, `There is no action ${shown}`);
  }
  const { deed, slug } = await changeTopics(ctx.state.admin, {
    change,
    form,
    view,
  });
  return goTo(manageAddress({ [deed]: slug }));
}

function requireSession(ctx: AdminContext): void {
  const access = accessOf(ctx);
  if (access === "signed-in") return;
  const [status, message] = access === "read-only"
    ? [403, "Read-only: ADMIN_TOKEN is not set"] as const
    : [401, "Sign in first: nothing was changed"] as const;
  throw new FormRefusal(status, { field: "token", message, position: null });
}

function goTo(location: string, cookie?: string): Outcome {
  const headers = new Headers({ location, "cache-control": "no-store" });
  if (cookie !== undefined) headers.append("set-cookie", cookie);
  return {
    kind: "done",
    response: new Response(null, { status: 303, headers }),
  };
}
