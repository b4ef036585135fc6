import type { ApiDocument } from "./open_api.ts";
import { COUNTS_PATHS } from "./paths/counts_paths.ts";
import { HEALTH_PATHS } from "./paths/health_paths.ts";
import { LIVE_PATHS } from "./paths/live_paths.ts";
import { POSTS_PATHS } from "./paths/posts_paths.ts";
import { TOPICS_PATHS } from "./paths/topics_paths.ts";
import { SCHEMAS } from "./schemas.ts";

/** What this server can be asked, and what it answers. */
export const API_DOCUMENT: ApiDocument = {
  openapi: "3.1.0",
  info: {
    title: "Freshet",
    version: "1",
    description:
      "Counts, moods and texts of social posts, by topic. Answers are JSON unless said otherwise; all texts are as people wrote them, so escape them. An error is its status and a JSON object with `error`, which says what was wrong. HEAD answers as GET without the body; other methods than the ones here are refused with 405. Fields may be added to answers, and none taken away.",
  },
  tags: [
    { name: "Topics", description: "What is tracked, and who may change it." },
    { name: "Counts", description: "Over time, and of what posts hold." },
    { name: "Posts", description: "To look through and to take away." },
    { name: "Live", description: "What happens, as it happens." },
    { name: "Health", description: "How the server is doing." },
  ],
  paths: {
    ...TOPICS_PATHS,
    ...COUNTS_PATHS,
    ...POSTS_PATHS,
    ...LIVE_PATHS,
    ...HEALTH_PATHS,
  },
  components: {
    schemas: SCHEMAS,
    securitySchemes: {
      token: {
        type: "http",
        scheme: "bearer",
        description:
          "The server's `ADMIN_TOKEN`. Without one set, nobody may change anything.",
      },
    },
  },
};
