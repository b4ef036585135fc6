import type { Operation, Parameter } from "./open_api.ts";

/**
 * The address of a request that shows how to ask: with the parameters that
 * must be there, and those that have an example where `withAll` says so.
 */
export function exampleAddress(
  path: string,
  { parameters = [] }: Pick<Operation, "parameters">,
  { withAll = false }: { withAll?: boolean } = {},
): string {
  const named = (place: Parameter["in"]) =>
    parameters.filter((parameter) =>
      parameter.in === place && parameter.example !== undefined &&
      (withAll || parameter.required)
    );
  const filled = named("path").reduce(
    (text, { name, example }) =>
      text.replace(`{${name}}`, encodeURIComponent(`${example}`)),
    path,
  );
  const query = new URLSearchParams(
    named("query").map(({ name, example }) => [name, `${example}`]),
  );
  return query.size > 0 ? `${filled}?${query}` : filled;
}
