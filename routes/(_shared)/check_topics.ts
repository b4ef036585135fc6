import { HttpError } from "fresh";
import type { State } from "../../state.ts";

/**
 * Makes sure that there are such topics.
 *
 * @throws {HttpError} 404 if there is one not.
 */
export async function checkTopics(
  { listTopics }: Pick<State, "listTopics">,
  slugs: readonly string[],
): Promise<void> {
  const known = new Set((await listTopics()).map((topic) => topic.slug));
  const unknown = slugs.find((slug) => !known.has(slug));
  if (unknown === undefined) return;
  const name = JSON.stringify(unknown.slice(0, 100));
  throw new HttpError(404, `There is no topic ${name}`);
}
