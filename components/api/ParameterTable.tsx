import type { VNode } from "preact";
import type { Parameter } from "../../domain/api/open_api.ts";
import { SchemaWords } from "./SchemaWords.tsx";
import { Words } from "./Words.tsx";

/** What an address or a header may carry. */
export function ParameterTable(
  { parameters }: { parameters: readonly Parameter[] },
): VNode {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Value</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map((
          { name, in: place, description, required, schema },
        ) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
              {place === "header" && " (header)"}
              {required && " (required)"}
            </th>
            <td>
              <SchemaWords schema={schema} />
            </td>
            <td>
              <Words text={description} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
