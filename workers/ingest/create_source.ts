import type { SourceSpec } from "./parse_source_url.ts";
import type { Source } from "./source.ts";
import { demoSource } from "./sources/demo.ts";
import { fileSource } from "./sources/file/file_source.ts";

/**
 * Makes the source that a specification describes; it opens nothing yet.
 *
 * @param words What generated posts are to be about.
 */
export function createSource(
  spec: SourceSpec,
  words: readonly string[],
): Source {
  if (spec.kind === "file") return fileSource(spec.path, spec);
  const { rate = 20, seed } = spec;
  return demoSource({ rate, words, ...(seed !== undefined && { seed }) });
}
