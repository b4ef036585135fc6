import { answers } from "../answers.ts";
import { EXAMPLES } from "../examples.ts";
import type { PathItem } from "../open_api.ts";
import { parameters } from "../parameters.ts";
import { schemaOf } from "../schema_of.ts";

const { ref, text } = schemaOf;

/** What happens as it happens. */
export const LIVE_PATHS: Readonly<Record<string, PathItem>> = {
  "/api/stream": {
    get: {
      operationId: "watch",
      tags: ["Live"],
      summary: "Server-sent events of what becomes known",
      description:
        "It begins with a `snapshot`, or with what was missed since a cursor; then a `tick` whenever something changed, a `delete` when authors take posts back, a `beat` every few seconds, and a `drain` when the server goes away. Browsers reconnect by themselves and miss nothing. Who reads too slowly is cut off and may come back with its cursor.",
      parameters: [
        parameters.query(
          "topic",
          "Names of topics, parted by commas; all topics without it.",
          text(),
          "climate,trump",
        ),
        parameters.query(
          "cursor",
          "The place of the commit order that you know everything up to.",
          text(),
          EXAMPLES.cursor,
        ),
        {
          name: "Last-Event-ID",
          in: "header",
          description: "The same; browsers send it when they reconnect.",
          schema: text(),
        },
      ],
      responses: {
        "200": {
          description: "Events, for as long as you read.",
          content: {
            "text/event-stream": {
              schema: text("`event`, `id` and `data` of each event."),
              "x-events": {
                snapshot: ref("Snapshot"),
                tick: ref("Tick"),
                delete: ref("Deletion"),
                beat: ref("Beat"),
                drain: ref("Drain"),
              },
              example:
                `event: tick\nid: ${EXAMPLES.cursor}\ndata: {"cursor":"${EXAMPLES.cursor}","topics":{"climate":{"rate":22}}}\n\n`,
            },
          },
        },
        "404": answers.noTopic,
        "503": {
          ...answers.error(
            "As many watch as may.",
            "Too many viewers: this server serves at most 10000",
          ),
          headers: answers.retry,
        },
      },
    },
  },
};
