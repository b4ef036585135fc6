import { HttpError } from "fresh";
import type { Access } from "../../components/manage/manage.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import { QuerySyntaxError } from "../../domain/query/query.ts";
import {
  type Deed,
  FieldError,
  type FormError,
  type ManageView,
  readDraft,
  readNewTopic,
  readTopicChange,
} from "../../domain/topic/input.ts";
import type { QueryTrial } from "../../domain/topic/try_query.ts";
import type { TopicAdmin } from "../../state.ts";
import {
  addressOf,
  type AdminContext,
  sessionCookie,
  sessionOf,
} from "./admin.ts";
import type { EndpointContext } from "./methods.ts";
import { isOverTls } from "./request.ts";

/** What a form may ask for. */
type Change = "add" | "edit" | "pause" | "resume" | "remove";

/** What a form asks for, and what the address of its page does. */
interface Asked {
  readonly change: Change;
  readonly form: URLSearchParams;
  readonly view: Pick<ManageView, "edit" | "remove">;
}

/**
 * Does what a form asks for.
 *
 * @returns What was done, with which topic.
 * @throws {FieldError} If a field is not as it must be.
 * @throws {QuerySyntaxError} If the query is not one.
 * @throws {HttpError} If it cannot be done.
 */
async function changeTopics(
  admin: Pick<TopicAdmin, "add" | "change" | "remove">,
  { change, form, view }: Asked,
): Promise<{ deed: Deed; slug: string }> {
  const { slug, query, color } = readDraft(form);
  switch (change) {
    case "add": {
      const topic = readNewTopic({
        query: query ?? "",
        ...(slug?.trim() && { slug: slug.trim() }),
        ...(color && { color }),
      });
      await admin.add(topic);
      return { deed: "added", slug: topic.slug };
    }
    case "edit": {
      const edited = view.edit ?? "";
      const changes = { query: query ?? "", ...(color && { color }) };
      await admin.change(edited, readTopicChange(changes));
      return { deed: "changed", slug: edited };
    }
    case "pause":
    case "resume": {
      const named = slug ?? "";
      await admin.change(named, { active: change === "resume" });
      return { deed: change === "pause" ? "paused" : "resumed", slug: named };
    }
    case "remove": {
      const gone = view.remove ?? "";
      await admin.remove(gone, { purge: form.get("purge") === "1" });
      return { deed: "removed", slug: gone };
    }
  }
}

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

/** What somebody who asks for a page may do with topics. */
export function accessOf(
  { req, state: { admin } }: Pick<EndpointContext, "req" | "state">,
): Access {
  if (admin.admit(null, "").kind === "read-only") return "read-only";
  const session = sessionOf(req);
  return session !== null && admin.hasSession(session)
    ? "signed-in"
    : "signed-out";
}

/** The address of the page of topics with these parameters; what is null or empty is left out. */
export function manageAddress(
  params: Readonly<Record<string, string | null>>,
): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    value ? [[name, value]] : []
  );
  return given.length === 0
    ? "/topics"
    : `/topics?${new URLSearchParams(given)}`;
}

/**
 * Begins a session of who sends the token.
 *
 * @returns What makes the browser keep it.
 * @throws {FormRefusal} If the token is wrong, too many were, or there is none.
 */
function signIn(ctx: AdminContext, token: string | null): string {
  const { admin } = ctx.state;
  const admission = admin.admit(token || null, addressOf(ctx));
  switch (admission.kind) {
    case "admitted":
      return sessionCookie(admin.beginSession(), isOverTls(ctx));
    case "read-only":
      throw refusal(403, "Read-only: ADMIN_TOKEN is not set");
    case "refused":
      throw refusal(401, token ? "That is not the token" : "Type the token");
    case "blocked": {
      const wait = String(admission.retryAfter);
      const message = `Too many wrong tokens: try again in ${wait} s`;
      throw refusal(429, message, { "retry-after": wait });
    }
  }
}

function refusal(
  status: 401 | 403 | 429,
  message: string,
  headers: Record<string, string> = {},
): FormRefusal {
  return new FormRefusal(
    status,
    { field: "token", message, position: null },
    headers,
  );
}

type ErrorStatus = HttpError["status"];

/** Thrown when what a form asks for is not done: its page says why. */
export class FormRefusal extends Error {
  constructor(
    readonly status: ErrorStatus,
    readonly shown: FormError,
    readonly headers: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(shown.message, options);
    this.name = "FormRefusal";
  }

  /** What a page can say of an error; null if it is not the one who asks who can mend it. */
  static of(error: unknown): FormRefusal | null {
    if (error instanceof FormRefusal) return error;
    const options = { cause: error };
    const refuse = (
      status: ErrorStatus,
      message: string,
      field: FormError["field"] = null,
      position: number | null = null,
    ) => new FormRefusal(status, { field, message, position }, {}, options);

    if (error instanceof QuerySyntaxError) {
      return refuse(400, error.message, "query", error.position);
    }
    if (error instanceof FieldError) {
      const { field, message } = error;
      if (field === "slug") {
        return refuse(400, message.replace(/^slug/, "The name"), "slug");
      }
      return refuse(400, message, field === "color" ? "color" : null);
    }
    if (!(error instanceof HttpError) || error.status >= 500) return null;
    const isTaken = error.cause instanceof Error &&
      error.cause.name === "TopicExistsError";
    return refuse(error.status, error.message, isTaken ? "slug" : null);
  }
}
