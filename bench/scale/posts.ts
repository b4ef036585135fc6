import type { StoredTopic } from "../../db/read/topics.ts";
import { type PostEntry, scorePost } from "../../domain/pipeline/log_entry.ts";
import { openPostsFile } from "../../tests/support/post_files.ts";
import type { OutgoingMessage } from "../../workers/broker/broker.ts";
import { encodeMessage } from "../../workers/broker/message.ts";

/** Texts of real posts, or of made-up ones where there are none. */
export async function readTexts(count: number): Promise<string[]> {
  await using file = await openPostsFile("vol_stocknet_2014_2015.ndjson.gz");
  const { posts } = file;
  return Array.from({ length: count }, (_, i) => posts[i % posts.length]!.text);
}

/** Messages as ingest publishes them, of topics in turn; `run` makes their ids its own. */
export function makeMessages(
  texts: readonly string[],
  slugs: readonly string[],
  run: string,
): OutgoingMessage[] {
  const receivedMs = Date.now();
  return texts.map((text, i) => {
    const id = `${run}-${i}`;
    const post = { id, createdMs: receivedMs, text, lang: "en", url: null };
    const author = `author${i % 500}`;
    return {
      subject: `posts.${slugs[i % slugs.length]}.file`,
      id,
      data: encodeMessage({ ...post, author, receivedMs, checkpoint: null }),
    };
  });
}

/** Posts as persist stores them: decoded, matched and scored. */
export function makeEntries(
  texts: readonly string[],
  topics: readonly StoredTopic[],
): PostEntry[] {
  const createdMs = Date.now();
  return texts.map((text, i) => {
    const topic = topics[i % topics.length]!;
    const post = { text, lang: "en" };
    const scoring = scorePost(post, topic.words);
    return {
      ...{ ...post, ...scoring, kind: "post", source: "file", url: null },
      ...{ logSeq: i + 1, topicId: topic.id, extId: `${i}` },
      ...{ author: `author${i % 500}`, createdMs, receivedMs: createdMs },
      ...{ head: new Uint8Array(), checkpoint: null, rescore: () => scoring },
    };
  });
}
