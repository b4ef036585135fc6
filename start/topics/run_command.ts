import { changeTopic } from "../../db/change_topic.ts";
import type { Database } from "../../db/connection/database.ts";
import { listTopics } from "../../db/list_topics.ts";
import { readNewestPosts } from "../../db/read_newest_posts.ts";
import { addTopic } from "../../db/write/topics.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import { type QueryTrial, tryQuery } from "../../domain/topic/try_query.ts";
import { formatTable } from "../terminal.ts";
import type { Command } from "./command.ts";
import { oneLine } from "./one_line.ts";
import { remove } from "./remove.ts";

/** Stored posts that a query is tried on. */
const MAX_TRIED = 10_000;

/** Characters of a text that are shown. */
const MAX_SHOWN = 200;

/** Asks a yes-or-no question; null if nobody is there to answer. */
export type Ask = (question: string) => Promise<boolean> | null;

/**
 * Does what somebody wants done with topics.
 *
 * @returns What to say of it.
 */
export async function runCommand(
  db: Database,
  command: Command,
  ask: Ask,
): Promise<string> {
  switch (command.name) {
    case "list":
      return formatTable(await listTopics(db.kysely));
    case "add": {
      const { slug, query } = await addTopic(db, command.topic);
      return `added ${slug}: ${oneLine(query)}`;
    }
    case "edit": {
      const { slug, query } = await changeTopic(db, command.slug, command);
      return `${slug} now asks for ${oneLine(query)}`;
    }
    case "pause":
    case "resume": {
      const active = command.name === "resume";
      const { slug } = await changeTopic(db, command.slug, { active });
      return `${slug} is ${active ? "active" : "paused"}`;
    }
    case "remove":
      return await remove(db, command, ask);
    case "test": {
      const posts = readNewestPosts(db.kysely, MAX_TRIED);
      return formatTrial(await tryQuery(parseQuery(command.query), posts));
    }
  }
}

function formatTrial({ matched, of, examples }: QueryTrial): string {
  const lines = examples.map(({ createdAt, topic, source, author, text }) => {
    const time = createdAt.replace("T", " ").slice(0, 19);
    const by = author === null ? "" : ` ${oneLine(author, 40)}`;
    return `  ${time} ${topic} ${source}${by}: ${oneLine(text, MAX_SHOWN)}`;
  });
  const head = `${matched} of the newest ${of} stored posts match`;
  return [head, ...lines].join("\n");
}
