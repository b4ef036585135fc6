import { answers } from "../answers.ts";
import { EXAMPLES } from "../examples.ts";
import type { PathItem } from "../open_api.ts";
import { schemaOf } from "../schema_of.ts";

const tags = ["Health"] as const;
const { text } = schemaOf;

/** How the server itself is doing, and what it can be asked. */
export const HEALTH_PATHS: Readonly<Record<string, PathItem>> = {
  "/api/pipeline": {
    get: {
      operationId: "readPipeline",
      tags,
      summary: "Sources, log, storage, viewers and interruptions",
      responses: {
        "200": answers.json(
          "Pipeline",
          "How all that flows is doing.",
          EXAMPLES.pipeline,
        ),
      },
    },
  },
  "/healthz": {
    get: {
      operationId: "isAlive",
      tags,
      summary: "Whether this process answers at all",
      responses: { "200": answers.json("Alive", "It does.", { ok: true }) },
    },
  },
  "/readyz": {
    get: {
      operationId: "isReady",
      tags,
      summary: "Whether all that this process needs can be reached",
      responses: {
        "200": answers.json("Alive", "It can.", { ok: true }),
        "503": answers.json("Unready", "Something cannot.", {
          ok: false,
          unreachable: ["database"],
        }),
      },
    },
  },
  "/metrics": {
    get: {
      operationId: "readMetrics",
      tags,
      summary: "What Prometheus collects",
      responses: {
        "200": {
          description: "Counters and gauges.",
          content: {
            "text/plain": {
              schema: text("Prometheus text, version 0.0.4."),
              example: "freshet_viewers 3\n",
            },
          },
        },
      },
    },
  },
  "/api": {
    get: {
      operationId: "describeToPeople",
      tags,
      summary: "This description as a page",
      responses: {
        "200": {
          description: "The page.",
          content: {
            "text/html": {
              schema: text("A page."),
              example: "<!DOCTYPE html>…",
            },
          },
        },
      },
    },
  },
  "/api/openapi.json": {
    get: {
      operationId: "describeToPrograms",
      tags,
      summary: "This description as an OpenAPI 3.1 document",
      responses: {
        "200": {
          description: "The document.",
          content: {
            "application/json": {
              schema: { type: "object", required: ["openapi", "paths"] },
              example: {
                openapi: "3.1.0",
                info: { title: "Freshet", version: "1" },
                paths: {},
              },
            },
          },
        },
      },
    },
  },
};
