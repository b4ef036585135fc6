import type { Pipeline } from "../pipeline/pipeline.ts";
import type { Post } from "../schema/stored.ts";
import type { Gap } from "../series/outages.ts";
import type { Series } from "../series/series.ts";
import type { TopicSummary } from "../topic/topic.ts";
import type { QueryTrial } from "../topic/try_query.ts";

const SERIES: Series = {
  topic: "climate",
  step: 60,
  t: [1_769_860_800, 1_769_860_860],
  posts: [12, 9],
  positive: [5, 2],
  negative: [3, 4],
  neutral: [4, 3],
  score: [7, -5],
  squares: [61, 48],
};

const POST: Post = {
  seq: 4_211,
  id: "3mdq7yx2k",
  source: "bluesky",
  topic: "climate",
  author: "ann.example",
  createdAt: "2026-01-31T12:00:12.000Z",
  text: "Good news for the sea ice #ocean",
  lang: "en",
  score: 3,
  sentiment: "positive",
  url: "https://bsky.app/profile/ann.example/post/3mdq7yx2k",
  marks: [[0, 4, 3]],
};

const GAP: Gap = {
  source: "bluesky:",
  from: 1_769_860_805,
  to: 1_769_860_842,
  why: "the connection was lost",
  recovered: true,
};

const TOPIC: TopicSummary = {
  slug: "climate",
  query: "climate OR warming",
  color: "#009E73",
  active: true,
  posts: 20_761,
  lastPostAt: "2026-01-31T12:00:12.000Z",
};

const TRIAL: QueryTrial = {
  matched: 311,
  of: 10_000,
  examples: [{
    ...{ id: "3mdq7yx2k", source: "bluesky", topic: "climate" },
    ...{ author: "ann.example", lang: "en" },
    createdAt: "2026-01-31T12:00:12.000Z",
    text: "Good news for the climate",
  }],
};

const PIPELINE: Pipeline = {
  at: 1_769_860_820.4,
  sources: [{
    ...{ source: "bluesky:", name: "bluesky", state: "live" as const },
    ...{ detail: "jetstream2.us-east.bsky.network", notice: null },
    ...{ since: 1_769_814_000, seen: 1_769_860_819.9 },
    ...{ events: 51_002, rate: 1.3 },
  }],
  log: { kind: "embedded", newest: 51_010, waiting: 0 },
  storage: {
    ...{ committed: 1_769_860_820.1, received: 1_769_860_820.1 },
    posts: 20_761,
    skipped: [{ reason: "delete", count: 214, lastDay: 95 }],
  },
  poller: { behind: 0, looked: 1_769_860_820.2 },
  viewers: 3,
  gaps: [GAP],
  spending: null,
};

/** Examples of answers. */
export const EXAMPLES = {
  topic: TOPIC,
  trial: TRIAL,
  seriesAnswer: {
    ...SERIES,
    gaps: [GAP],
    outages: [],
    sources: { bluesky: [8, 9], mastodon: [4, 0] },
  },
  post: POST,
  cursor: "5f0c2c1e-7d0b-4a43-9d53-0c0a1f7f5c11:4211",
  pipeline: PIPELINE,
};
