import { CHECKS } from "./check.ts";
import { JSON_SCHEMAS } from "./describe.ts";
import { LISTS } from "./lists.ts";
import { HEALTH, LIVE } from "./live.ts";
import type { ApiDocument } from "./open_api.ts";
import { COUNTS, POSTS } from "./posts.ts";
import { TOPICS } from "./topics.ts";

/** The API of this server. */
export const API_DOCUMENT: ApiDocument = {
  openapi: "3.1.0",
  info: {
    title: "Freshet",
    version: "1",
    description:
      "Counts, sentiment and texts of social posts, by topic. Responses are JSON unless said otherwise; all texts are as people wrote them, so escape them. An error is its status and a JSON object whose `error` says what was wrong. HEAD answers like GET without the body; methods not listed here are refused with 405. Fields may be added to responses, and none removed.",
  },
  tags: [
    { name: "Topics", description: "What is tracked, and how to change it." },
    { name: "Counts", description: "Over time, and by term." },
    { name: "Posts", description: "To search and to download." },
    { name: "Live", description: "Changes as they happen." },
    { name: "Health", description: "The state of the server." },
  ],
  paths: {
    ...TOPICS,
    ...COUNTS,
    ...LISTS,
    ...CHECKS,
    ...POSTS,
    ...LIVE,
    ...HEALTH,
  },
  components: {
    schemas: JSON_SCHEMAS,
    securitySchemes: {
      token: {
        type: "http",
        scheme: "bearer",
        description:
          "The server's `ADMIN_TOKEN`. Without one, nothing can be changed.",
      },
    },
  },
};
