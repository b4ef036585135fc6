/** A JSON schema of the 2020-12 dialect. */
export type Schema = { readonly [keyword: string]: unknown };

/** A parameter of an address or a header. */
export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly description: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: string | number;
}

/** One content type of a body, with an example. */
export interface MediaType {
  readonly schema: Schema;
  readonly example: unknown;
  /** What each line of the body holds, as JSON. */
  readonly "x-line"?: Schema;
  /** What the `data` of each kind of event holds, as JSON. */
  readonly "x-events"?: Readonly<Record<string, Schema>>;
}

/** Bodies by their content type. */
export type Content = Readonly<Record<string, MediaType>>;

/** A response. */
export interface ApiAnswer {
  readonly description: string;
  readonly headers?: Readonly<
    Record<string, { readonly description: string; readonly schema: Schema }>
  >;
  readonly content?: Content;
}

/** A method of one address. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly [string];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Content;
  };
  /** By status. */
  readonly responses: Readonly<Record<string, ApiAnswer>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** The methods that the API has. */
export const API_METHODS = ["get", "post", "patch", "delete"] as const;

/** The methods of one address. */
export type PathItem = Readonly<
  Partial<Record<typeof API_METHODS[number], Operation>>
>;

/** Addresses and their methods. */
export type Paths = Readonly<Record<string, PathItem>>;

/** The part of OpenAPI 3.1 that describes this API. */
export interface ApiDocument {
  readonly openapi: "3.1.0";
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
  };
  readonly tags: readonly {
    readonly name: string;
    readonly description: string;
  }[];
  readonly paths: Paths;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, Schema>>;
  };
}

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
