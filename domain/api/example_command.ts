import { exampleAddress } from "./example_address.ts";
import type { API_METHODS, Operation } from "./open_api.ts";

/** What of a document an example is made from. */
export interface Asked {
  readonly method: typeof API_METHODS[number];
  readonly path: string;
  readonly operation: Operation;
}

/** A command line that asks, to be copied. */
export function exampleCommand(
  origin: string,
  { method, path, operation }: Asked,
): string {
  const address = origin + exampleAddress(path, operation);
  const body = operation.requestBody?.content["application/json"]?.example;
  const parts = [
    ...(method === "get" ? [] : [`-X ${method.toUpperCase()}`]),
    ...(operation.security ? ['-H "Authorization: Bearer $ADMIN_TOKEN"'] : []),
    ...(body === undefined ? [] : [
      "-H 'Content-Type: application/json'",
      `-d '${JSON.stringify(body)}'`,
    ]),
    ...(isStream(operation) ? ["-N"] : []),
    `'${address}'`,
  ];
  return `curl ${parts.join(" \\\n  ")}`;
}

function isStream({ responses }: Operation): boolean {
  return "text/event-stream" in (responses["200"]?.content ?? {});
}
