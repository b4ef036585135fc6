import * as v from "valibot";
import { about, count, list, READ_COUNTS, shape } from "./schema.ts";

// What is linked with what.

export const NetworkNodeSchema = shape("A hashtag, a host or a person.", {
  id: about(v.string(), "As its edges name it.", "ocean"),
  label: about(v.string(), "As people write it.", "#ocean"),
  posts: about(count, "Posts that link it with another.", 41),
  isHashed: about(
    v.boolean(),
    "Whether it is a digest of a name, as of people of X.",
    false,
  ),
});

export const NetworkEdgeSchema = shape("Two nodes that posts link.", {
  source: about(v.string(), "Of a mention, who mentions.", "ocean"),
  target: about(v.string(), "Of a mention, who is mentioned.", "ice"),
  weight: about(count, "Posts that link them.", 12),
});

export const NetworkSchema = shape("A network.", {
  kind: about(v.string(), "What its nodes are.", "hashtag"),
  isDirected: about(v.boolean(), "Whether edges have a direction.", false),
  ...READ_COUNTS,
  foundNodes: about(count, "Different nodes of all these posts.", 2_310),
  foundEdges: about(count, "Different edges of all these posts.", 8_204),
  nodes: about(
    list(v.lazy(() => NetworkNodeSchema)),
    "Those of most posts, of most first, as far as they have an edge here.",
  ),
  edges: about(
    list(v.lazy(() => NetworkEdgeSchema)),
    "Those between these nodes, of most posts first; 10,000 at most.",
  ),
});

/** A network of what posts link. */
export type Network = v.InferOutput<typeof NetworkSchema>;
