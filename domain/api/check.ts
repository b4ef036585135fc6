import { formatLabels } from "../check/report.ts";
import type { ExportedLabel } from "../schema/check.ts";
import {
  answer,
  choice,
  exampleOf,
  group,
  JSON_SCHEMAS,
  RANGE,
  READ_ERRORS,
  ref,
  TIMES,
  TOPIC,
} from "./describe.ts";
import type { Paths } from "./open_api.ts";

/** How readers found a topic. */
export const CHECKS: Paths = group("Counts", {
  "/api/check": {
    get: {
      operationId: "readCheck",
      summary: "What readers found in random posts of a topic",
      description:
        "Shares by labels that people gave to random posts, and how they differ from the scorer. With a time, also the shares of that time, corrected by the check; an interval cannot know how people write differently by then.",
      parameters: [TOPIC, ...TIMES, RANGE],
      responses: {
        "200": answer("CheckAnswer", "The check."),
        ...READ_ERRORS,
      },
    },
  },
  "/api/check/labels": {
    get: {
      operationId: "exportLabels",
      summary: "All labels of a topic's newest check",
      description:
        "Numbers and ids of posts, never a text. Labels go with a post that its author deletes.",
      parameters: [
        TOPIC,
        choice("format", "`json` by default.", ["json", "csv"], "csv"),
      ],
      responses: {
        "200": {
          description: "The labels.",
          content: {
            "application/json": {
              schema: ref("LabelsAnswer"),
              example: exampleOf(JSON_SCHEMAS.LabelsAnswer),
            },
            "text/csv": {
              schema: {
                type: "string",
                description:
                  "The names of the columns, then a line for each label.",
              },
              example: formatLabels([
                exampleOf(JSON_SCHEMAS.Label) as ExportedLabel,
              ]),
            },
          },
        },
        ...READ_ERRORS,
      },
    },
  },
});
