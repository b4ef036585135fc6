import type { API_METHODS, Operation, Parameter } from "./open_api.ts";

/** A method of an address. */
export interface ApiEndpoint {
  readonly method: typeof API_METHODS[number];
  readonly path: string;
  readonly operation: Operation;
}

/** A command line that makes an example request. */
export function exampleCommand(
  origin: string,
  { method, path, operation }: ApiEndpoint,
): string {
  const { parameters, requestBody, responses, security } = operation;
  const body = requestBody?.content["application/json"]?.example;
  const isStream = "text/event-stream" in (responses["200"]?.content ?? {});
  const parts = [
    ...(method === "get" ? [] : [`-X ${method.toUpperCase()}`]),
    ...(security ? ['-H "Authorization: Bearer $ADMIN_TOKEN"'] : []),
    ...(body === undefined ? [] : [
      "-H 'Content-Type: application/json'",
      `-d '${JSON.stringify(body)}'`,
    ]),
    ...(isStream ? ["-N"] : []),
    `'${origin}${exampleAddress(path, parameters)}'`,
  ];
  return `curl ${parts.join(" \\\n  ")}`;
}

/** An address with its required parameters. */
function exampleAddress(
  path: string,
  parameters: readonly Parameter[] = [],
): string {
  const required = parameters.filter((parameter) => parameter.required);
  const filled = required.filter((parameter) => parameter.in === "path")
    .reduce(
      (text, { name, example }) =>
        text.replace(`{${name}}`, encodeURIComponent(`${example}`)),
      path,
    );
  const query = new URLSearchParams(
    required.filter((parameter) => parameter.in === "query")
      .map(({ name, example }) => [name, `${example}`]),
  );
  return query.size > 0 ? `${filled}?${query}` : filled;
}
