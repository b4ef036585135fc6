import { answers } from "../answers.ts";
import { EXAMPLES } from "../examples.ts";
import type { PathItem } from "../open_api.ts";
import { parameters } from "../parameters.ts";
import { schemaOf } from "../schema_of.ts";

const tags = ["Posts"] as const;
const { topic, from, to, choice, limit, query } = parameters;

/** Posts: to look through and to take away. */
export const POSTS_PATHS: Readonly<Record<string, PathItem>> = {
  "/api/posts": {
    get: {
      operationId: "findPosts",
      tags,
      summary: "Posts, newest first",
      description:
        "One request looks through a bounded number of posts: where few match, an answer may hold few or none and still lead on. With `from` or `to` they are in the order of their own times, else in the order in which they became visible.",
      parameters: [
        topic,
        ...choice,
        from,
        to,
        query(
          "before",
          "Where the answer before ended: its `next`, or a `seq`.",
          schemaOf.text(),
        ),
        query("after", "Only posts with a higher `seq`.", schemaOf.count()),
        limit(500, 50),
      ],
      responses: {
        "200": answers.json("PostPage", "Some posts.", {
          posts: [EXAMPLES.post],
          next: "4211",
        }),
        "400": answers.badParameter,
        "404": answers.noTopic,
      },
    },
  },
  "/api/export": {
    get: {
      operationId: "exportPosts",
      tags,
      summary: "Posts as a file, of any size",
      description:
        "All posts of the topic if no time is given. Posts of X come without text, author and address, as its terms demand.",
      parameters: [topic, ...choice, from, to, parameters.format],
      responses: {
        "200": {
          description: "The posts, oldest first.",
          headers: {
            "content-disposition": {
              description: "A name for the file.",
              schema: schemaOf.text(),
            },
          },
          content: {
            "application/x-ndjson": {
              schema: schemaOf.text("A line for each post."),
              "x-line": schemaOf.ref("Post"),
              example: `${JSON.stringify(EXAMPLES.post)}\n`,
            },
            "text/csv": {
              schema: schemaOf.text(
                "The names of the columns, then a line for each post.",
              ),
              example:
                "seq,id,source,topic,author,createdAt,text,lang,score,sentiment,url\r\n4211,3mdq7yx2k,bluesky,climate,ann.example,2026-01-31T12:00:12.000Z,Good news for the sea ice #ocean,en,3,positive,https://bsky.app/profile/ann.example/post/3mdq7yx2k\r\n",
            },
          },
        },
        "400": answers.badParameter,
        "404": answers.noTopic,
      },
    },
  },
};
