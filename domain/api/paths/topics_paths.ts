import { answers } from "../answers.ts";
import { EXAMPLES } from "../examples.ts";
import type { Content, Operation, PathItem } from "../open_api.ts";
import { parameters } from "../parameters.ts";
import { schemaOf } from "../schema_of.ts";

const tags = ["Topics"] as const;
const security = [{ token: [] }];

const CONFLICT = answers.error(
  "There is a topic of this name, or as many as there may be.",
  'Cannot add topic "climate": it exists already',
);

const UNKNOWN = answers.error(
  "There is no such topic.",
  'Unknown topic "climate"',
);

function body(
  schema: string,
  example: unknown,
): NonNullable<Operation["requestBody"]> {
  const content: Content = {
    "application/json": { schema: schemaOf.ref(schema), example },
  };
  return { required: true, content };
}

/** Topics: what is tracked, and who may change it. */
export const TOPICS_PATHS: Readonly<Record<string, PathItem>> = {
  "/api/topics": {
    get: {
      operationId: "listTopics",
      tags,
      summary: "All topics, in the order in which they were made",
      responses: {
        "200": {
          description: "The topics.",
          content: {
            "application/json": {
              schema: schemaOf.list(schemaOf.ref("Topic")),
              example: [EXAMPLES.topic],
            },
          },
        },
      },
    },
    post: {
      operationId: "addTopic",
      tags,
      summary: "Add a topic",
      description: "Posts are taken in for it within a few seconds.",
      security,
      requestBody: body("NewTopic", { query: "climate OR warming" }),
      responses: {
        "201": answers.json("Topic", "The topic.", {
          ...EXAMPLES.topic,
          posts: 0,
          lastPostAt: null,
        }),
        ...answers.body,
        ...answers.admin,
        "409": CONFLICT,
      },
    },
  },
  "/api/topics/{slug}": {
    patch: {
      operationId: "changeTopic",
      tags,
      summary: "Change a topic",
      parameters: [parameters.slug],
      security,
      requestBody: body("TopicChange", { active: false }),
      responses: {
        "200": answers.json("Topic", "The topic as it is now.", {
          ...EXAMPLES.topic,
          active: false,
        }),
        ...answers.body,
        ...answers.admin,
        "404": UNKNOWN,
      },
    },
    delete: {
      operationId: "removeTopic",
      tags,
      summary: "Remove a topic",
      description: "Its posts stay stored unless they are to be purged.",
      parameters: [
        parameters.slug,
        parameters.query(
          "purge",
          "`1` deletes its posts and counts too.",
          schemaOf.oneOf(["0", "1"]),
          "1",
        ),
      ],
      security,
      responses: {
        "200": answers.json("Removal", "What became of it.", {
          slug: "climate",
          posts: 20_761,
          purged: false,
        }),
        "400": answers.error(
          "A parameter is not as it must be.",
          'purge must be one of 0, 1: current value is "yes"',
        ),
        ...answers.admin,
        "404": UNKNOWN,
      },
    },
  },
  "/api/topics/test": {
    post: {
      operationId: "testQuery",
      tags,
      summary: "Try a query on the newest stored posts",
      security,
      requestBody: body("QueryText", { query: "climate -ad" }),
      responses: {
        "200": answers.json("QueryTrial", "What it would match.", {
          matched: 311,
          of: 10_000,
          examples: [{
            ...{ id: "3mdq7yx2k", source: "bluesky", topic: "climate" },
            ...{ author: "ann.example", lang: "en" },
            createdAt: "2026-01-31T12:00:12.000Z",
            text: "Good news for the climate",
          }],
        }),
        ...answers.body,
        ...answers.admin,
      },
    },
  },
};
