import { PROBLEMS } from "./problems.ts";
import type { RateLimit } from "./rate_limit.ts";
import type { XRequest } from "./read_request.ts";
import type { RuleBook, ServerAnswer } from "./rule_book.ts";
import type { StreamSeat } from "./stream_seat.ts";

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
