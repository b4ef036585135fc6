import {
  answer,
  error,
  group,
  query,
  READ_ERRORS,
  ref,
  RETRY_AFTER,
} from "./describe.ts";
import type { ApiAnswer, Operation, Paths } from "./open_api.ts";

const cursor = "5f0c2c1e-7d0b-4a43-9d53-0c0a1f7f5c11:4211";

/** The live stream. */
export const LIVE: Paths = group("Live", {
  "/api/stream": {
    get: {
      operationId: "watch",
      summary: "Server-sent events of all changes",
      description:
        "It begins with a `snapshot`, or with what was missed since a cursor; then a `tick` after each change, a `delete` when authors delete posts, a `beat` every few seconds, and a `drain` when the server shuts down. Browsers reconnect by themselves and miss nothing. A client that reads too slowly is disconnected and may resume from its cursor.",
      parameters: [
        query(
          "topic",
          "Names of topics, separated by commas; all topics by default.",
          "climate,trump",
        ),
        query(
          "cursor",
          "The position in the commit order up to which you know everything.",
          cursor,
        ),
        {
          name: "Last-Event-ID",
          in: "header",
          description: "The same; browsers send it when they reconnect.",
          schema: { type: "string" },
        },
      ],
      responses: {
        "200": {
          description: "Events, for as long as you read.",
          content: {
            "text/event-stream": {
              schema: {
                type: "string",
                description: "`event`, `id` and `data` of each event.",
              },
              "x-events": {
                snapshot: ref("Snapshot"),
                tick: ref("Tick"),
                delete: ref("Deletion"),
                beat: ref("Beat"),
                drain: ref("Drain"),
              },
              example:
                `event: tick\nid: ${cursor}\ndata: {"cursor":"${cursor}","topics":{"climate":{"rate":22}}}\n\n`,
            },
          },
        },
        "404": READ_ERRORS["404"]!,
        "503": {
          ...error(
            "Too many viewers.",
            "Too many viewers: this server serves at most 10000",
          ),
          headers: RETRY_AFTER,
        },
      },
    },
  },
});

/** A read of the server's own state. */
function read(
  operationId: string,
  summary: string,
  responses: Readonly<Record<string, ApiAnswer>>,
): { get: Omit<Operation, "tags"> } {
  return { get: { operationId, summary, responses } };
}

/** A response of text. */
function text(
  description: string,
  type: string,
  { of, example }: { of: string; example: string },
): ApiAnswer {
  const schema = { type: "string", description: of };
  return { description, content: { [type]: { schema, example } } };
}

/** The state of the server, and the description of its API. */
export const HEALTH: Paths = group("Health", {
  "/api/pipeline": read(
    "readPipeline",
    "Sources, log, storage, viewers and interruptions",
    {
      "200": answer("Pipeline", "The state of the pipeline."),
    },
  ),
  "/healthz": read("isAlive", "Whether this process answers at all", {
    "200": answer("Alive", "It does."),
  }),
  "/readyz": read(
    "isReady",
    "Whether this process reads, publishes and stores as it should",
    {
      "200": answer("Alive", "It does."),
      "503": answer("Unready", "It does not."),
    },
  ),
  "/metrics": read("readMetrics", "Metrics for Prometheus", {
    "200": text("Counters and gauges.", "text/plain", {
      of: "Prometheus text, version 0.0.4.",
      example: "freshet_viewers 3\n",
    }),
  }),
  "/api": read("describeToPeople", "This description as a page", {
    "200": text("The page.", "text/html", {
      of: "A page.",
      example: "<!DOCTYPE html>…",
    }),
  }),
  "/api/openapi.json": read(
    "describeToPrograms",
    "This description as an OpenAPI 3.1 document",
    {
      "200": answer(
        { type: "object", required: ["openapi", "paths"] },
        "The document.",
        {
          openapi: "3.1.0",
          info: { title: "Freshet", version: "1" },
          paths: {},
        },
      ),
    },
  ),
});
