import type { StreamSeat, XRequest } from "./x_server.ts";
import type { RuleBook, ServerAnswer } from "./x_rules.ts";

/** Where the stream is. */
export const STREAM_PATH = "/2/tweets/search/stream";
const RULES_PATH = `${STREAM_PATH}/rules`;

/** What a stream may be asked for; `backfill_minutes` is for other plans. */
const STREAM_PARAMETERS =
  /^(?:(?:tweet|user|media|place|poll)\.fields|expansions)$/;

/** How many requests of each kind are taken. */
export type XLimits = Readonly<
  Record<"reads" | "writes" | "connects", RateLimit>
>;

/** What a judge looks at. */
export interface JudgeOptions {
  readonly token: string;
  readonly book: RuleBook;
  readonly seat: StreamSeat;
  readonly limits: XLimits;
}

/** Creates who says what a request is answered; null: the stream is open to it. */
export function createJudge(
  { token, book, seat, limits }: JudgeOptions,
): (request: XRequest) => ServerAnswer | null {
  return (request) => {
    const { method, path, query, authorization, body } = request;
    if (authorization !== `Bearer ${token}`) return PROBLEMS.unauthorized;
    if (!limitOf(request, limits).take()) return PROBLEMS.tooMany;
    if (path === RULES_PATH && method === "GET") return list(book);
    if (path === RULES_PATH && method === "POST") {
      return book.change(body, query.get("dry_run") === "true");
    }
    if (path !== STREAM_PATH || method !== "GET") return PROBLEMS.notFound;
    const isKnown = (name: string) => STREAM_PARAMETERS.test(name);
    if (![...query.keys()].every(isKnown)) return PROBLEMS.invalid;
    if (book.rules.length === 0) return PROBLEMS.noRules;
    return seat.isTaken ? PROBLEMS.tooManyConnections : null;
  };
}

/** The limit that a request counts for. */
export function limitOf(
  { path, method }: XRequest,
  { reads, writes, connects }: XLimits,
): RateLimit {
  if (path === STREAM_PATH) return connects;
  return method === "GET" ? reads : writes;
}

function list({ rules }: RuleBook): ServerAnswer {
  const meta = { sent: new Date().toISOString(), result_count: rules.length };
  const body = rules.length === 0 ? { meta } : { data: rules, meta };
  return { status: 200, body };
}

/** A limit as X has it: so many requests in a window, sent in headers. */
export interface RateLimit {
  /** Counts a request; false if it is too many. */
  take(): boolean;
  /** What is left from now on, whatever was used. */
  set(left: number, resetMs: number): void;
  readonly headers: Record<string, string>;
}

/** Creates a limit with a new window every `windowMs`. */
export function createRateLimit(limit: number, windowMs: number): RateLimit {
  let left = limit;
  let resetMs = 0;

  function renew(): void {
    if (Date.now() < resetMs) return;
    left = limit;
    resetMs = Date.now() + windowMs;
  }

  return {
    take() {
      renew();
      if (left === 0) return false;
      left--;
      return true;
    },
    set(newLeft, newResetMs) {
      left = newLeft;
      resetMs = newResetMs;
    },
    get headers() {
      renew();
      return {
        "x-rate-limit-limit": String(limit),
        "x-rate-limit-remaining": String(left),
        "x-rate-limit-reset": String(Math.ceil(resetMs / 1_000)),
      };
    },
  };
}

const TYPES = "https://api.x.com/2/problems";

/** What X answers when it does not do something. */
export const PROBLEMS = {
  unauthorized: {
    status: 401,
    body: {
      title: "Unauthorized",
      type: "about:blank",
      status: 401,
      detail: "Unauthorized",
    },
  },
  forbidden: {
    status: 403,
    body: {
      title: "Client Forbidden",
      detail: "The app must be attached to a project.",
      reason: "client-not-enrolled",
      type: `${TYPES}/client-forbidden`,
    },
  },
  tooMany: {
    status: 429,
    body: {
      title: "Too Many Requests",
      type: "about:blank",
      status: 429,
      detail: "Too Many Requests",
    },
  },
  tooManyConnections: {
    status: 429,
    body: {
      title: "ConnectionException",
      detail:
        "This stream is currently at the maximum allowed connection limit.",
      connection_issue: "TooManyConnections",
      type: `${TYPES}/streaming-connection`,
    },
  },
  noRules: {
    status: 409,
    body: {
      title: "ConnectionException",
      detail: "There are no rules.",
      connection_issue: "NoRules",
      type: `${TYPES}/streaming-connection`,
    },
  },
  invalid: {
    status: 400,
    body: {
      title: "Invalid Request",
      detail: "One or more parameters to your request was invalid.",
      type: `${TYPES}/invalid-request`,
    },
  },
  unavailable: {
    status: 503,
    body: {
      title: "Service Unavailable",
      type: "about:blank",
      status: 503,
      detail: "Service Unavailable",
    },
  },
  notFound: { status: 404, body: { title: "Not Found", type: "about:blank" } },
} satisfies Record<string, ServerAnswer>;
