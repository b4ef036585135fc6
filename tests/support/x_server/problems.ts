import type { ServerAnswer } from "./rule_book.ts";

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
