import { deepStrictEqual, ok } from "node:assert/strict";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type {
  API_METHODS,
  ApiDocument,
  Schema,
} from "../../../domain/api/open_api.ts";
import { readEvents } from "../read_events.ts";

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
