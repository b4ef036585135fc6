import type { VNode } from "preact";
import type { Schema } from "../../domain/api/open_api.ts";
import { SchemaWords } from "./SchemaWords.tsx";
import { Words } from "./Words.tsx";

/** Props of {@linkcode SchemaView}. */
export interface SchemaViewProps {
  name: string;
  schema: Schema;
}

/** What a request or an answer holds, field by field. */
export function SchemaView({ name, schema }: SchemaViewProps): VNode {
  const properties = Object.entries(
    (schema.properties ?? {}) as Readonly<Record<string, Schema>>,
  );
  const required = (schema.required ?? []) as readonly string[];
  return (
    <section class="endpoint" id={name}>
      <h3>
        <code>{name}</code>
      </h3>
      <p>
        <Words text={String(schema.description ?? "")} />
      </p>
      {properties.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Value</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {properties.map(([field, value]) => (
              <tr key={field}>
                <th scope="row">
                  <code>{field}</code>
                  {!required.includes(field) && " (may be missing)"}
                </th>
                <td>
                  <SchemaWords schema={value} />
                </td>
                <td>
                  <Words text={String(value.description ?? "")} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
