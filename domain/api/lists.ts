import { TERM_KINDS, TOP_KINDS } from "../post/post.ts";
import { EDGE_COLUMNS, toGexf } from "../network/gexf.ts";
import { NETWORK_KINDS } from "../network/links.ts";
import {
  MOST_ENTRIES,
  MOST_NODES,
  NETWORK_FORMATS,
  USUAL_NODES,
} from "../request/top.ts";
import type { Network } from "../schema/network.ts";
import { TOP_COLUMNS } from "../top/table.ts";
import {
  answer,
  choice,
  exampleOf,
  FILTERED,
  FORMAT,
  group,
  limit,
  orTable,
  query,
  RANGE,
  READ_ERRORS,
  ref,
  TERMS_FILTER,
  TIMES,
  TOPIC,
} from "./describe.ts";
import type { ApiAnswer, Parameter, Paths } from "./open_api.ts";

const REPOSTS = choice(
  "reposts",
  "`0` leaves reposts out.",
  ["0", "1"],
  "0",
);

function offset(maximum: number): Parameter {
  const schema = { type: "integer", minimum: 0, maximum, default: 0 };
  return query("offset", "Entries that are left out.", undefined, schema);
}

/** What posts have in common. */
export const LISTS: Paths = group("Counts", {
  "/api/terms": {
    get: {
      operationId: "readTerms",
      summary: "The most frequent terms of posts",
      description:
        "The last 15 minutes by default. The range is widened to whole minutes. " +
        FILTERED +
        " Of those that match, the terms of the newest 5,000 are counted, and nothing is known of the span before.",
      parameters: [
        TOPIC,
        ...TERMS_FILTER,
        {
          ...choice("kind", "What to count.", TERM_KINDS, "hashtag"),
          required: true,
        },
        ...TIMES,
        limit(200, 20),
        offset(1_000),
        choice(
          "compare",
          "`1` adds the number in the span of the same length before.",
          ["0", "1"],
          "1",
        ),
        FORMAT,
      ],
      responses: {
        "200": orTable(
          answer(
            {
              type: "array",
              items: { anyOf: [ref("TermChange"), ref("TermCount")] },
            },
            "Terms, most frequent first.",
          ),
          "A line for each term; with `compare=1` its number `before` too.",
          ["term", "count"],
          ["#ocean", 12],
        ),
        ...READ_ERRORS,
      },
    },
  },
  "/api/top": {
    get: {
      operationId: "readTop",
      summary: "Authors, most repeated texts, addresses, words and terms",
      description:
        "Counted post by post, so only the newest posts of a long range are read, 50,000 at most, and 20,000 for words and terms or with `q`, `term` or `site`: the answer says how many of how many. Words are all words but for the stop words of a post's language; other kinds are those of `/api/terms`, which counts all posts where nothing is filtered. Texts count as one whatever their case and punctuation, without `RT @name:` and links; addresses without what tracks readers. Authors of X are named by a digest that is the same everywhere, and files have no text of X, as its terms demand. The last 15 minutes by default.",
      parameters: [
        TOPIC,
        {
          ...choice("kind", "What to count.", TOP_KINDS, "author"),
          required: true,
        },
        ...TIMES,
        RANGE,
        ...TERMS_FILTER,
        REPOSTS,
        limit(MOST_ENTRIES, 20),
        offset(MOST_ENTRIES),
        FORMAT,
      ],
      responses: {
        "200": orTable(
          answer("TopAnswer", "The list."),
          "A line for each entry.",
          ["author", ...TOP_COLUMNS],
          ["ann.example", 41, 0.05, 1, "2026-01-31T12:00:00Z"]
            .concat(["2026-01-31T12:10:00Z", "bluesky", "3jzf"]),
        ),
        ...READ_ERRORS,
      },
    },
  },
  "/api/network": {
    get: {
      operationId: "readNetwork",
      summary: "What posts link with each other",
      description:
        "Hashtags or sites (`domain`) that stand in one post, or authors and whom they mention; `weight` is the number of such posts. The newest 20,000 posts of a range are read, and twelve names of a post at most; of what they link, the answer has the nodes of most posts, as many as `limit`, and their 10,000 strongest edges, and says how many of how many. People of X are named by digests. `gexf` is GEXF 1.3, for Gephi. The last 15 minutes by default.",
      parameters: [
        TOPIC,
        {
          ...choice("kind", "What the nodes are.", NETWORK_KINDS, "hashtag"),
          required: true,
        },
        ...TIMES,
        RANGE,
        ...TERMS_FILTER,
        REPOSTS,
        limit(MOST_NODES, USUAL_NODES),
        choice(
          "format",
          "`csv` and `csv-excel` are tables of the edges, `gexf` is a file for programs that draw networks. `json` by default.",
          NETWORK_FORMATS,
          "gexf",
        ),
      ],
      responses: {
        "200": withGexf(orTable(
          answer("Network", "The network."),
          "A line for each edge.",
          EDGE_COLUMNS,
          ["ocean", "ice", "Undirected", 12],
        )),
        ...READ_ERRORS,
      },
    },
  },
});

/** The same answer as GEXF too. */
function withGexf({ content, ...others }: ApiAnswer): ApiAnswer {
  const network = exampleOf(ref("Network")) as Network;
  const meta = { description: "Hashtags that stand in one post", nowMs: 0 };
  const gexf = {
    schema: { type: "string", description: "GEXF 1.3, with what was read." },
    example: toGexf(network, meta),
  };
  return { ...others, content: { ...content, "application/gexf+xml": gexf } };
}
