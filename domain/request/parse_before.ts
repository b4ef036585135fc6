import { parsePostCursor, type PostCursor } from "../post/post_cursor.ts";
import { ParameterError } from "./parameter_error.ts";

/**
 * Reads `before`; undefined if it is missing or empty.
 *
 * @param isByTime Whether posts come in the order of their times: then cursors are of another kind.
 * @throws {ParameterError} If it is no cursor of that kind.
 */
export function parseBefore(
  params: URLSearchParams,
  isByTime: boolean,
): PostCursor | undefined {
  const text = params.get("before");
  if (!text) return undefined;
  const cursor = parsePostCursor(text);
  if (cursor && (cursor.createdMs !== undefined) === isByTime) return cursor;
  const rule = isByTime
    ? "what an answer with the same from and to gave as next"
    : "a seq, or what an answer gave as next";
  throw new ParameterError("before", text, rule);
}
