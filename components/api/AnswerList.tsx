import type { VNode } from "preact";
import type { Answer, MediaType } from "../../domain/api/open_api.ts";
import { SchemaWords } from "./SchemaWords.tsx";
import { Words } from "./Words.tsx";

/** Props of {@linkcode AnswerList}. */
export interface AnswerListProps {
  /** By status. */
  responses: Readonly<Record<string, Answer>>;
}

/** What may be answered; an example of what is answered where all is well. */
export function AnswerList({ responses }: AnswerListProps): VNode {
  const entries = Object.entries(responses);
  return (
    <>
      <ul class="answers">
        {entries.map(([status, { description, content = {} }]) => (
          <li key={status}>
            <b>{status}</b> <Words text={description} />
            {Object.entries(content).map(([type, media]) => (
              <span key={type} class="note">
                {" "}
                {type} <Shape media={media} />
              </span>
            ))}
          </li>
        ))}
      </ul>
      {entries.filter(([status]) => status < "300")
        .flatMap(([, { content = {} }]) => Object.values(content))
        .map(({ example }, i) => (
          <pre key={i} tabIndex={0} aria-label="Example of an answer">
            {typeof example === "string" ? example.trimEnd() : format(example)}
          </pre>
        ))}
    </>
  );
}

/** What a body holds: as a whole, in each line, or in each event. */
function Shape({ media }: { media: MediaType }): VNode {
  const { "x-line": line, "x-events": events, schema } = media;
  if (line) {
    return (
      <>
        each line: <SchemaWords schema={line} />
      </>
    );
  }
  if (!events) return <SchemaWords schema={schema} />;
  return (
    <>
      {Object.entries(events).map(([name, data], i) => (
        <span key={name}>
          {i > 0 && ", "}
          <code>{name}</code>: <SchemaWords schema={data} />
        </span>
      ))}
    </>
  );
}

const WIDTH = 72;

/** JSON with a line for each field; what is short stays on one. */
function format(value: unknown, indent = ""): string {
  const short = JSON.stringify(value);
  const isShort = indent.length + short.length <= WIDTH;
  if (isShort || typeof value !== "object" || value === null) return short;
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(([name, field]) =>
    inner + (Array.isArray(value) ? "" : `${JSON.stringify(name)}: `) +
    format(field, inner)
  );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}
