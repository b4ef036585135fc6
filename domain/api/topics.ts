import {
  answer,
  body,
  choice,
  error,
  group,
  list,
  RETRY_AFTER,
  text,
} from "./describe.ts";
import type { ApiAnswer, Parameter, Paths } from "./open_api.ts";

const security = [{ token: [] }];

const SLUG: Parameter = {
  ...{ name: "slug", in: "path", required: true, example: "climate" },
  description: "Name of the topic.",
  schema: { type: "string" },
};

const UNKNOWN = error("Unknown topic.", 'Unknown topic "climate"');

/** Responses to a request without the right token. */
const TOKEN_ERRORS: Readonly<Record<string, ApiAnswer>> = {
  "401": {
    ...error(
      "The token is missing or wrong.",
      "Missing or wrong token: send ADMIN_TOKEN as Authorization: Bearer TOKEN",
    ),
    headers: { "www-authenticate": text("Always `Bearer`.") },
  },
  "403": error(
    "No token is configured, or the request comes from a page of another site.",
    "read-only: ADMIN_TOKEN is not set",
  ),
  "429": {
    ...error(
      "Too many wrong tokens from this address; a right one is never refused.",
      "Too many wrong tokens: try again in 60 s",
    ),
    headers: RETRY_AFTER,
  },
};

/** Responses to a body that cannot be used. */
const BODY_ERRORS: Readonly<Record<string, ApiAnswer>> = {
  "400": answer(
    "Error",
    "The body is invalid; `position` is where in a query.",
    { error: 'Cannot read query: unmatched "(", at character 9', position: 8 },
  ),
  "413": error(
    "The body is larger than 64 KiB.",
    "The body must have at most 65536 bytes",
  ),
  "415": error(
    "The content type of the body is not JSON.",
    "Content-Type must be application/json: current value is null",
  ),
};

/** Topics: what is tracked, and how to change it. */
export const TOPICS: Paths = group("Topics", {
  "/api/topics": {
    get: {
      operationId: "listTopics",
      summary: "All topics, in the order in which they were added",
      responses: { "200": answer(list("Topic"), "The topics.") },
    },
    post: {
      operationId: "addTopic",
      summary: "Add a topic",
      description: "Collecting its posts begins within a few seconds.",
      security,
      requestBody: body("NewTopic", { query: "climate OR warming" }),
      responses: {
        "201": answer("Topic", "The topic."),
        ...BODY_ERRORS,
        ...TOKEN_ERRORS,
        "409": error(
          "A topic of this name exists, or there are as many topics as allowed.",
          'Cannot add topic "climate": there is one of this name',
        ),
      },
    },
  },
  "/api/topics/{slug}": {
    patch: {
      operationId: "changeTopic",
      summary: "Change a topic",
      parameters: [SLUG],
      security,
      requestBody: body("TopicChange", { query: "climate -ad" }),
      responses: {
        "200": answer("Topic", "The changed topic."),
        ...BODY_ERRORS,
        ...TOKEN_ERRORS,
        "404": UNKNOWN,
      },
    },
    delete: {
      operationId: "removeTopic",
      summary: "Remove a topic",
      description: "Its posts stay stored unless they are purged.",
      parameters: [
        SLUG,
        choice(
          "purge",
          "`1` deletes its posts and counts too.",
          ["0", "1"],
          "1",
        ),
      ],
      security,
      responses: {
        "200": answer("Removal", "What became of it."),
        "400": error(
          "A parameter is invalid.",
          'purge must be one of 0, 1: current value is "yes"',
        ),
        ...TOKEN_ERRORS,
        "404": UNKNOWN,
      },
    },
  },
  "/api/topics/test": {
    post: {
      operationId: "testQuery",
      summary: "Try a query on the newest stored posts",
      security,
      requestBody: body("QueryText", { query: "climate -ad" }),
      responses: {
        "200": answer("QueryTrial", "What the query would match."),
        ...BODY_ERRORS,
        ...TOKEN_ERRORS,
      },
    },
  },
});
