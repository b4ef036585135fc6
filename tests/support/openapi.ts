import formats from "ajv-formats";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type {
  API_METHODS,
  ApiDocument,
  Parameter,
  Schema,
} from "../../domain/api/open_api.ts";
import { readEvents } from "./endpoints.ts";

/** A method of the API. */
export type ApiMethod = typeof API_METHODS[number];

/** Judges answers by a document. */
export interface Judge {
  /** Each operation and status that was seen, as `get /api/topics 200`. */
  readonly seen: ReadonlySet<string>;
  /**
   * Fails unless the answer is one that the document describes, to the last
   * field. Of a stream of events it takes as many as `events` says.
   */
  judge(
    method: ApiMethod,
    path: string,
    response: Response,
    options?: { events?: number },
  ): Promise<unknown>;
  /** Fails unless a value is what a schema of the document says. */
  check(schema: Schema, value: unknown, what: string): void;
}

/** Creates a judge who forgets nothing. */
export function createJudge(document: ApiDocument): Judge {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addVocabulary(["components"]);
  const { components } = closeObjects(document);
  const compiled = new Map<string, ValidateFunction>();
  const seen = new Set<string>();

  function check(schema: Schema, value: unknown, what: string): void {
    const text = JSON.stringify(schema);
    const validate = compiled.get(text) ?? ajv.compile({
      ...closeObjects(schema),
      components,
    });
    compiled.set(text, validate);
    validate(value);
    deepStrictEqual(validate.errors ?? null, null, what);
  }

  async function checkEvents(
    body: ReadableStream<Uint8Array>,
    schemas: Readonly<Record<string, Schema>>,
    count: number,
  ): Promise<unknown> {
    const events = readEvents(body);
    const taken: unknown[] = [];
    for (let i = 0; i < count; i++) {
      const { value } = await events.next();
      ok(value, "the stream ended");
      check(schemas[value.event]!, value.data, `event ${value.event}`);
      taken.push(value);
    }
    await events.return(undefined);
    return taken;
  }

  async function judge(
    method: ApiMethod,
    path: string,
    response: Response,
    { events = 1 }: { events?: number } = {},
  ): Promise<unknown> {
    const what = `${method} ${path} ${response.status}`;
    const answer = document.paths[path]?.[method]
      ?.responses[String(response.status)];
    ok(answer, `${what} is not described: ${await peek(response, !answer)}`);
    seen.add(what);
    for (const name of Object.keys(answer.headers ?? {})) {
      ok(response.headers.has(name), `${what} has no ${name}`);
    }
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    const media = answer.content?.[type];
    ok(media, `${what} of type ${type} is not described`);
    const { "x-events": kinds, "x-line": line } = media;
    if (kinds) return await checkEvents(response.body!, kinds, events);
    const text = await response.text();
    const body = type === "application/json" ? JSON.parse(text) : text;
    check(media.schema, body, what);
    for (const one of line ? text.trimEnd().split("\n") : []) {
      check(line!, JSON.parse(one), `a line of ${what}`);
    }
    return body;
  }

  return { seen, judge, check };
}

async function peek(response: Response, isWanted: boolean): Promise<string> {
  return isWanted ? (await response.text()).slice(0, 300) : "";
}

/** The same with objects that have no fields but those that are described. */
function closeObjects<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(closeObjects) as T;
  const entries = Object.entries(value)
    .map(([name, part]) => [name, closeObjects(part)]);
  const copy = Object.fromEntries(entries);
  const isObject = "properties" in copy && !("additionalProperties" in copy);
  return isObject ? { ...copy, additionalProperties: false } : copy;
}

/** Asks the server, and has each answer judged. */
export type Asker = ReturnType<typeof createAsker>;

/** Creates an {@linkcode Asker} of one server. */
export function createAsker(origin: URL, { judge }: Judge) {
  async function ask(
    method: ApiMethod,
    path: string,
    request: {
      slug?: string;
      params?: Readonly<Record<string, string | number>>;
      init?: RequestInit;
    } = {},
    // deno-lint-ignore no-explicit-any
  ): Promise<{ status: number; body: any }> {
    const { slug = "", params = {}, init = {} } = request;
    const address = new URL(path.replace("{slug}", slug), origin);
    for (const [name, value] of Object.entries(params)) {
      address.searchParams.set(name, `${value}`);
    }
    const response = await fetch(address, {
      ...init,
      method: method.toUpperCase(),
    });
    const body = await judge(method, path, response, { events: 3 });
    return { status: response.status, body };
  }
  return {
    ask,
    get: async (
      path: string,
      params: Readonly<Record<string, string | number>>,
    ) => {
      const { status, body } = await ask("get", path, { params });
      strictEqual(status, 200, JSON.stringify([path, params, body]));
      return body;
    },
  };
}

/** Values that every request must have. */
const REQUIRED: Readonly<Record<string, string>> = {
  topic: "trump",
  kind: "lang",
};

/** Each parameter with what it takes and what it does not; each that must be there, left out. */
export async function askEverything(
  { ask }: Asker,
  path: string,
  parameters: readonly Parameter[],
): Promise<void> {
  const base = Object.fromEntries(
    parameters.filter(({ required }) => required)
      .map(({ name, schema }) => {
        const { enum: values = [] } = schema as Bounds;
        const usual = REQUIRED[name]!;
        const isTaken = values.length === 0 || values.includes(usual);
        return [name, isTaken ? usual : values[0]!];
      }),
  );
  const expect = async (
    params: Readonly<Record<string, string | number>>,
    status: number,
  ) => {
    const { status: actual, body } = await ask("get", path, { params });
    const said = JSON.stringify(body)?.slice(0, 200);
    strictEqual(actual, status, `${path} ${JSON.stringify(params)}: ${said}`);
  };
  await expect(base, 200);
  for (const { name, schema, required, in: place } of parameters) {
    if (place !== "query") continue;
    const { [name]: _, ...without } = base;
    if (required) await expect(without, 400);
    if (name === "topic") await expect({ ...base, topic: "nobody" }, 404);
    for (const value of takenBy(schema)) {
      await expect({ ...base, [name]: value }, 200);
    }
    for (const value of refusedBy(schema)) {
      await expect({ ...base, [name]: value }, 400);
    }
  }
}

type Bounds = Parameter["schema"] & {
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
};

function takenBy(schema: Bounds): (string | number)[] {
  const { minimum, maximum, multipleOf } = schema;
  return [
    ...schema.enum ?? [],
    ...minimum === undefined ? [] : [minimum],
    ...maximum === undefined ? [] : [maximum],
    ...multipleOf === undefined ? [] : [multipleOf * 2],
  ];
}

function refusedBy(schema: Bounds): (string | number)[] {
  const { minimum, maximum, multipleOf, maxLength } = schema;
  return [
    ...schema.enum || schema.pattern ? ["§"] : [],
    ...minimum === undefined ? [] : [minimum - 1, "1.5"],
    ...maximum === undefined ? [] : [maximum + 1],
    ...multipleOf === undefined ? [] : [multipleOf + 1],
    ...maxLength === undefined ? [] : ["a".repeat(maxLength + 1)],
  ];
}

/** All that can be done with topics, and how it can fail. */
export async function changeTopics(
  { ask }: Asker,
  token: string,
): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
  };
  const slug = "tea";
  const send = async (
    [method, path]: readonly [ApiMethod, string],
    status: number,
    init: RequestInit & { params?: Record<string, string> } = {},
  ) => {
    const { params = {}, ...rest } = init;
    const request = { slug, params, init: { headers, ...rest } };
    const answer = await ask(method, path, request);
    strictEqual(answer.status, status, JSON.stringify(answer.body));
  };
  const add = ["post", "/api/topics"] as const;
  const change = ["patch", "/api/topics/{slug}"] as const;
  const remove = ["delete", "/api/topics/{slug}"] as const;
  const test = ["post", "/api/topics/test"] as const;
  const query = JSON.stringify({ query: "tea OR trump" });

  await send(test, 200, { body: query });
  await send(change, 404, { body: query });
  await send(remove, 404);
  await send(add, 201, { body: JSON.stringify({ slug, query: "tea" }) });
  await send(add, 409, { body: JSON.stringify({ slug, query: "tea" }) });
  await send(change, 200, { body: query });
  for (const one of [add, change, test]) {
    await send(one, 400, { body: '{"query":"(tea"}' });
    await send(one, 400, { body: '{"queries":1}' });
    await send(one, 400, { body: "{" });
    await send(one, 413, { body: `"${"a".repeat(70_000)}"` });
    const { authorization } = headers;
    await send(one, 415, { body: query, headers: { authorization } });
  }
  await send(remove, 400, { params: { purge: "yes" } });
  await send(remove, 200, { params: { purge: "1" } });
  for (const one of [add, change, test, remove]) {
    const body = one === remove ? null : query;
    const foreign = { ...headers, origin: "https://example.com" };
    await send(one, 403, { body, headers: foreign });
    await send(one, 401, { body, headers: { "content-type": "text/plain" } });
  }
  const wrong = { ...headers, authorization: "Bearer wrong" };
  while (true) {
    const { status } = await ask(...add, {
      init: { body: query, headers: wrong },
    });
    if (status === 429) break;
    strictEqual(status, 401);
  }
  for (const one of [change, test, remove]) {
    const body = one === remove ? null : query;
    await send(one, 429, { body, headers: wrong });
  }
}

/** The addresses that the files of a folder answer. */
export async function* routesOf(
  folder: URL,
  prefix: string,
): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      yield* routesOf(new URL(`${name}/`, folder), `${prefix}/${name}`);
    }
    const route = /^(.+)\.tsx?$/.exec(name)?.[1];
    if (!route || /^_|_test$|^\[\.\.\./.test(route)) continue;
    if (route === "index") yield prefix;
    else yield `${prefix}/${route.replace(/\[(\w+)\]/, "{$1}")}`;
  }
}
