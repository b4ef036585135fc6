import { ParameterError } from "../../domain/request/parameter_error.ts";
import { checkTopics } from "./check_topics.ts";
import type { EndpointContext } from "./get_only.ts";

/**
 * The slug that `?topic=` names.
 *
 * @throws {ParameterError} If it names none.
 * @throws {HttpError} 404 if there is no such topic.
 */
export async function readTopic(
  { state, url }: Pick<EndpointContext, "state" | "url">,
): Promise<string> {
  const slug = url.searchParams.get("topic");
  if (!slug) throw new ParameterError("topic", slug, "the name of a topic");
  await checkTopics(state, [slug]);
  return slug;
}
