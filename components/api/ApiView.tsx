import type { ComponentChildren, VNode } from "preact";
import {
  API_METHODS,
  type ApiAnswer,
  type ApiDocument,
  type ApiEndpoint,
  exampleCommand,
  type MediaType,
  type Parameter,
  type Schema,
} from "../../domain/api/open_api.ts";

/** Props of {@linkcode ApiView}. */
export interface ApiViewProps {
  document: ApiDocument;
  /** The address of this server, such as `https://example.org`. */
  origin: string;
}

/** The description of the API, for people. */
export function ApiView({ document, origin }: ApiViewProps): VNode {
  const { info, tags, components } = document;
  const all = endpointsOf(document);
  const groups = tags.map((tag) => ({
    ...tag,
    endpoints: all.filter(({ operation }) => operation.tags[0] === tag.name),
  }));
  const first = firstUses(groups.flatMap(({ endpoints }) => endpoints));
  return (
    <div class="api">
      <header>
        <h1>API</h1>
        <p class="lead">{formatText(info.description)}</p>
        <p>
          For programs:{" "}
          <a href="/api/openapi.json">this description as OpenAPI 3.1</a>. From
          {" "}
          <b>400</b> on, answers are an <a href="#Error">Error</a> as JSON.
        </p>
      </header>
      <nav aria-label="Endpoints">
        {groups.map(({ name, endpoints }) => (
          <div key={name}>
            <h2>{name}</h2>
            <ul>
              {endpoints.map(({ method, path, operation }) => (
                <li key={operation.operationId}>
                  <a href={`#${operation.operationId}`}>
                    {method.toUpperCase()} {path}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <div>
          <h2>
            <a href="#schemas">Schemas</a>
          </h2>
        </div>
      </nav>
      <div>
        {groups.map(({ name, description, endpoints }) => (
          <section key={name} aria-label={name}>
            <h2>
              {name} <small>{description}</small>
            </h2>
            {endpoints.map((endpoint) => (
              <EndpointSection
                key={endpoint.operation.operationId}
                {...endpoint}
                first={first}
                origin={origin}
              />
            ))}
          </section>
        ))}
        <section id="schemas" aria-label="Schemas">
          <h2>Schemas</h2>
          {Object.entries(components.schemas).map(([name, schema]) => (
            <SchemaSection key={name} name={name} schema={schema} />
          ))}
        </section>
      </div>
    </div>
  );
}

function endpointsOf({ paths }: ApiDocument): ApiEndpoint[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    API_METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    })
  );
}

/** The endpoint that describes a parameter, which others have in the same words. */
type FirstUses = ReadonlyMap<string, ApiEndpoint>;

function firstUses(endpoints: readonly ApiEndpoint[]): FirstUses {
  const first = new Map<string, ApiEndpoint>();
  for (const endpoint of endpoints.toReversed()) {
    for (const parameter of endpoint.operation.parameters ?? []) {
      first.set(JSON.stringify(parameter), endpoint);
    }
  }
  return first;
}

/** Parameters that are described above, by the endpoint that has them there. */
function SharedParameters(
  { parameters, first }: {
    parameters: readonly Parameter[];
    first: FirstUses;
  },
): VNode[] {
  const groups = Map.groupBy(
    parameters,
    (one) => first.get(JSON.stringify(one))!,
  );
  return Array.from(
    groups,
    ([{ method, path, operation }, some]) => (
      <p key={operation.operationId}>
        As in{" "}
        <a href={`#${operation.operationId}`}>
          {method.toUpperCase()} {path}
        </a>: {formatText(some.map(({ name }) => `\`${name}\``).join(", "))}
      </p>
    ),
  );
}

function EndpointSection(
  { origin, first, ...endpoint }: ApiEndpoint & {
    first: FirstUses;
    origin: string;
  },
): VNode {
  const { method, path, operation } = endpoint;
  const { operationId, summary, description, parameters = [] } = operation;
  const isOwn = (one: Parameter) =>
    first.get(JSON.stringify(one))?.operation === operation;
  const own = parameters.filter(isOwn);
  const body = operation.requestBody?.content["application/json"];
  return (
    <section class="endpoint" id={operationId}>
      <h3>
        <code>
          <b>{method.toUpperCase()}</b> {path}
        </code>
      </h3>
      <p>
        {summary}. {description && formatText(description)}
        {operation.security && " Requires the token."}
      </p>
      {own.length > 0 && (
        <FieldTable
          fields={own.map((parameter) => ({
            ...parameter,
            note: (parameter.in === "header" ? " (header)" : "") +
              (parameter.required ? " (required)" : ""),
          }))}
        />
      )}
      <SharedParameters
        parameters={parameters.filter((one) => !isOwn(one))}
        first={first}
      />
      {body && <p>Body: {formatSchema(body.schema)}</p>}
      <pre tabIndex={0} aria-label="Request">
        {exampleCommand(origin, endpoint)}
      </pre>
      <Answers responses={operation.responses} />
    </section>
  );
}

/** The possible responses, with an example of each success. */
function Answers(
  { responses }: { responses: Readonly<Record<string, ApiAnswer>> },
): VNode {
  const entries = Object.entries(responses);
  const examples = entries.filter(([status]) => status < "300")
    .flatMap(([, { content = {} }]) => Object.values(content));
  return (
    <>
      <ul class="answers">
        {entries.map(([status, { description, content = {} }]) => (
          <li key={status}>
            <b>{status}</b> {formatText(description)}
            {status < "400" &&
              Object.entries(content).map(([type, media]) => (
                <span key={type} class="note">
                  {" "}
                  {type} {formatMedia(media)}
                </span>
              ))}
          </li>
        ))}
      </ul>
      {examples.map(({ example }, i) => (
        <pre key={i} tabIndex={0} aria-label="Answer">
          {typeof example === "string"
            ? example.trimEnd()
            : formatJson(example)}
        </pre>
      ))}
    </>
  );
}

/** A named schema, field by field. */
function SchemaSection(
  { name, schema }: { name: string; schema: Schema },
): VNode {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const required = (schema.required ?? []) as readonly string[];
  const fields = Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    description: String(schema.description ?? ""),
    note: required.includes(name) ? "" : " (optional)",
  }));
  return (
    <section class="endpoint" id={name}>
      <h3>
        <code>{name}</code>
      </h3>
      <p>{formatText(String(schema.description ?? ""))}</p>
      {fields.length > 0 && <FieldTable fields={fields} />}
    </section>
  );
}

interface FieldTableProps {
  fields: readonly {
    readonly name: string;
    /** Stands behind the name. */
    readonly note: string;
    readonly schema: Schema;
    readonly description: string;
  }[];
}

/** Names, what they take, and what they mean. */
function FieldTable({ fields }: FieldTableProps): VNode {
  return (
    <table>
      <tbody>
        {fields.map(({ name, note, schema, description }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
              {note}
            </th>
            <td>{formatSchema(schema)}</td>
            <td>{formatText(description)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A text in which `backticks` mark code. */
function formatText(text: string): ComponentChildren {
  return text.split("`")
    .map((part, i) => i % 2 === 1 ? <code key={i}>{part}</code> : part);
}

/** What a body holds: as a whole, in each line, or in each event. */
function formatMedia(media: MediaType): ComponentChildren {
  const { "x-line": line, "x-events": events, schema } = media;
  if (line) return ["each line: ", formatSchema(line)];
  if (!events) return formatSchema(schema);
  return Object.entries(events).map(([name, data], i) => [
    i > 0 && ", ",
    <code key={name}>{name}</code>,
    ": ",
    formatSchema(data),
  ]);
}

const REF = "#/components/schemas/";

/** The type of a value in a few words; a named schema is a link to its description. */
function formatSchema(schema: Schema): ComponentChildren {
  const { $ref, anyOf, items, type, format, additionalProperties } = schema;
  if (typeof $ref === "string") {
    const name = $ref.slice(REF.length);
    return <a href={`#${name}`}>{name}</a>;
  }
  if (Array.isArray(anyOf)) {
    return anyOf.map((one, i) => [i > 0 && " or ", formatSchema(one)]);
  }
  if ("const" in schema) return <code>{JSON.stringify(schema.const)}</code>;
  if (Array.isArray(schema.enum)) {
    return <code>{schema.enum.join(", ")}</code>;
  }
  if (isSchema(items)) return ["list of ", formatSchema(items)];
  if (isSchema(additionalProperties)) {
    return ["object of ", formatSchema(additionalProperties)];
  }
  return typeof format === "string" ? `${type}, ${format}` : `${type}`;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}

const WIDTH = 72;

/** JSON with a line for each field; short values stay on one line. */
function formatJson(value: unknown, indent = ""): string {
  const short = JSON.stringify(value);
  const isShort = indent.length + short.length <= WIDTH;
  if (isShort || typeof value !== "object" || value === null) return short;
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(([name, field]) =>
    inner + (Array.isArray(value) ? "" : `${JSON.stringify(name)}: `) +
    formatJson(field, inner)
  );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}
