import type { Post } from "../../domain/post/post.ts";

/** Posts of `trump` with the given `seq`, in that order. */
export function makePosts(seqs: readonly number[]): Post[] {
  return seqs.map((seq) => ({
    seq,
    id: `id-${seq}`,
    source: "demo",
    topic: "trump",
    author: "somebody",
    createdAt: new Date(seq * 1_000).toISOString(),
    text: `a good post about trump, ${seq}`,
    lang: "en",
    score: 3,
    sentiment: "positive",
    url: null,
    marks: [[2, 6, 3]],
  }));
}
