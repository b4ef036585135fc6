import { HttpError } from "fresh";
import type { Access } from "../../components/manage/manage.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import { QuerySyntaxError } from "../../domain/query/query.ts";
import {
  FieldError,
  type FormError,
  type ManageView,
  readDraft,
  readNewTopic,
  readTopicChange,
  splitIgnored,
  type TopicAction,
} from "../../domain/topic/input.ts";
import type { QueryTrial } from "../../domain/topic/try_query.ts";
import {
  addressOf,
  type AdminContext,
  sessionCookie,
  sessionOf,
} from "./admin.ts";
import type { EndpointContext } from "./methods.ts";
import { isOverTls } from "./request.ts";

/**
 * Handles a form of `/topics`; its button is named `do`.
 *
 * @returns A redirect, or the result of a tried query.
 * @throws {FormRefusal} Without a session, or if the token is wrong.
 * @throws {FieldError} If a field is invalid.
 * @throws {QuerySyntaxError} If the query is invalid.
 * @throws {HttpError} If the action is unknown or not possible.
 */
export async function handleForm(
  ctx: AdminContext,
  form: URLSearchParams,
  view: ManageView,
): Promise<Response | QueryTrial> {
  const { edit, remove, draft } = view;
  const action = form.get("do") ?? "";
  if (action === "sign-in") {
    const cookie = await signIn(ctx, form.get("token"));
    return redirect(manageAddress({ edit, remove, ...draft }), cookie);
  }
  if (action === "sign-out") {
    const session = sessionOf(ctx.req);
    if (session) await ctx.state.admin.endSession(session, addressOf(ctx));
    return redirect(manageAddress({}), sessionCookie(null, isOverTls(ctx)));
  }
  await requireSession(ctx);
  if (action === "try") {
    return await ctx.state.admin.test(parseQuery(form.get("query") ?? ""));
  }
  const [done, slug] = await changeTopics(ctx, action, form, view);
  return redirect(manageAddress({ [done]: slug }));
}

/** Performs an action on a topic; returns what was done, and the topic's slug. */
async function changeTopics(
  ctx: AdminContext,
  action: string,
  form: URLSearchParams,
  view: Pick<ManageView, "edit" | "remove">,
): Promise<[done: TopicAction, slug: string]> {
  const { admin } = ctx.state;
  const address = addressOf(ctx);
  const { slug, query, color, title, description, ignored } = readDraft(form);
  const words = {
    ...(ignored !== null && { ignored: splitIgnored(ignored) }),
    ...(title !== null && { title }),
    ...(description !== null && { description }),
  };
  switch (action) {
    case "add": {
      const topic = readNewTopic({
        query: query ?? "",
        ...(slug?.trim() && { slug: slug.trim() }),
        ...(color && { color }),
        ...words,
        ...(form.get("fill") === "1" && { fill: true }),
      });
      await admin.add(topic, address);
      return ["added", topic.slug];
    }
    case "edit": {
      const edited = view.edit ?? "";
      const changes = {
        query: query ?? "",
        ...(color && { color }),
        ...words,
      };
      await admin.change(edited, readTopicChange(changes), address);
      return ["changed", edited];
    }
    case "pause":
    case "resume": {
      const isActive = action === "resume";
      await admin.change(slug ?? "", { active: isActive }, address);
      return [isActive ? "resumed" : "paused", slug ?? ""];
    }
    case "remove": {
      const removed = view.remove ?? "";
      await admin.remove(
        removed,
        { purge: form.get("purge") === "1" },
        address,
      );
      return ["removed", removed];
    }
    default: {
      const shown = JSON.stringify(action.slice(0, 50));
      throw new HttpError(400, `Unknown action ${shown}`);
    }
  }
}

/** Sends a browser to a page after its form was handled. */
export function redirect(location: string, cookie?: string): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  if (cookie !== undefined) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** What the client of a request may do with topics. */
export async function accessOf(
  { req, state: { admin } }: Pick<EndpointContext, "req" | "state">,
): Promise<Access> {
  const isReadOnly = admin.admit(null, "").kind === "read-only";
  if (isReadOnly && !admin.hasLink()) return "read-only";
  const session = sessionOf(req);
  if (session !== null && await admin.hasSession(session)) return "signed-in";
  return isReadOnly ? "link" : "signed-out";
}

/** Whether the client is signed in; only a request with a session is looked up. */
export async function mayEdit(
  ctx: Pick<EndpointContext, "req" | "state">,
): Promise<boolean> {
  return sessionOf(ctx.req) !== null && await accessOf(ctx) === "signed-in";
}

/** @throws {FormRefusal} Without a session. */
export async function requireSession(ctx: AdminContext): Promise<void> {
  const access = await accessOf(ctx);
  if (access === "read-only") throw tokenError(403, READ_ONLY);
  if (access !== "signed-in") {
    throw tokenError(401, "Sign in first: nothing was changed");
  }
}

const READ_ONLY = "Read-only: ADMIN_TOKEN is not set";

/**
 * Follows the link of the terminal: a redirect that begins a session.
 *
 * @throws {FormRefusal} If the link is not the current one.
 */
export async function followLink(
  ctx: AdminContext,
  secret: string,
): Promise<Response> {
  const { admin } = ctx.state;
  const session = await admin.useLink(secret, addressOf(ctx));
  if (!session) throw tokenError(403, "This link was used before, or is old");
  return redirect("/topics", sessionCookie(session, isOverTls(ctx)));
}

/**
 * Starts a session for the holder of the token; returns its cookie.
 *
 * @throws {FormRefusal} If the token is wrong, or there is none.
 */
export async function signIn(
  ctx: AdminContext,
  token: string | null,
): Promise<string> {
  const { admin } = ctx.state;
  const address = addressOf(ctx);
  const admission = admin.admit(token || null, address);
  switch (admission.kind) {
    case "admitted":
      return sessionCookie(await admin.beginSession(address), isOverTls(ctx));
    case "read-only":
      throw tokenError(403, READ_ONLY);
    case "refused":
      throw tokenError(401, token ? "Wrong token" : "Enter the token");
    case "blocked": {
      const wait = String(admission.retryAfter);
      const message = `Too many wrong tokens: try again in ${wait} s`;
      throw tokenError(429, message, { "retry-after": wait });
    }
  }
}

function tokenError(
  status: 401 | 403 | 429,
  message: string,
  headers: Record<string, string> = {},
): FormRefusal {
  const shown = { field: "token", message, position: null } as const;
  return new FormRefusal(status, shown, headers);
}

/** The address of `/topics` with these parameters, without those that are null or empty. */
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

type ErrorStatus = HttpError["status"];

/** Thrown when a form is refused: its page shows the reason. */
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

  /** The refusal that an error stands for; null unless the user can correct it. */
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
      const own = (["color", "title", "description", "ignored"] as const)
        .find((name) => name === field);
      return refuse(400, message, own ?? null);
    }
    if (!(error instanceof HttpError) || error.status >= 500) return null;
    const isTaken = error.cause instanceof Error &&
      error.cause.name === "TopicExistsError";
    return refuse(error.status, error.message, isTaken ? "slug" : null);
  }
}
