import type { VNode } from "preact";
import {
  type Asked,
  exampleCommand,
} from "../../domain/api/example_command.ts";
import { AnswerList } from "./AnswerList.tsx";
import { ParameterTable } from "./ParameterTable.tsx";
import { SchemaWords } from "./SchemaWords.tsx";
import { Words } from "./Words.tsx";

/** Props of {@linkcode OperationView}. */
export interface OperationViewProps extends Asked {
  /** Where this server is reached, such as `https://example.org`. */
  origin: string;
}

/** One thing that can be asked, with an example. */
export function OperationView({ origin, ...asked }: OperationViewProps): VNode {
  const { method, path, operation } = asked;
  const { operationId, summary, description, parameters } = operation;
  const body = operation.requestBody?.content["application/json"];
  return (
    <section class="endpoint" id={operationId}>
      <h3>
        <code>
          <b>{method.toUpperCase()}</b> {path}
        </code>
      </h3>
      <p>
        {summary}.{description && (
          <>
            {" "}
            <Words text={description} />
          </>
        )}
        {operation.security && " For the holder of the token."}
      </p>
      {parameters && <ParameterTable parameters={parameters} />}
      {body && (
        <p>
          Body: <SchemaWords schema={body.schema} />
        </p>
      )}
      <pre tabIndex={0} aria-label="Example of a request">
        {exampleCommand(origin, asked)}
      </pre>
      <AnswerList responses={operation.responses} />
    </section>
  );
}
