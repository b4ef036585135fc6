import type { VNode } from "preact";
import type { Asked } from "../../domain/api/example_command.ts";
import { API_METHODS, type ApiDocument } from "../../domain/api/open_api.ts";
import { OperationView } from "./OperationView.tsx";
import { SchemaView } from "./SchemaView.tsx";
import { Words } from "./Words.tsx";

/** Props of {@linkcode ApiView}. */
export interface ApiViewProps {
  document: ApiDocument;
  /** Where this server is reached, such as `https://example.org`. */
  origin: string;
}

/** All that a document says of the API. */
export function ApiView({ document, origin }: ApiViewProps): VNode {
  const { info, tags, components } = document;
  const all = operationsOf(document);
  const groups = tags.map((tag) => ({
    ...tag,
    asked: all.filter(({ operation }) => operation.tags[0] === tag.name),
  }));
  return (
    <div class="api">
      <header>
        <h1>API</h1>
        <p class="lead">
          <Words text={info.description} />
        </p>
        <p>
          For programs:{" "}
          <a href="/api/openapi.json">this description as OpenAPI 3.1</a>.
        </p>
      </header>
      <nav aria-label="Endpoints">
        {groups.map(({ name, asked }) => (
          <div key={name}>
            <h2>{name}</h2>
            <ul>
              {asked.map(({ method, path, operation }) => (
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
        {groups.map(({ name, description, asked }) => (
          <section key={name} aria-label={name}>
            <h2>
              {name} <small>{description}</small>
            </h2>
            {asked.map((one) => (
              <OperationView
                key={one.operation.operationId}
                {...one}
                origin={origin}
              />
            ))}
          </section>
        ))}
        <section id="schemas" aria-label="Schemas">
          <h2>Schemas</h2>
          {Object.entries(components.schemas).map(([name, schema]) => (
            <SchemaView key={name} name={name} schema={schema} />
          ))}
        </section>
      </div>
    </div>
  );
}

function operationsOf({ paths }: ApiDocument): Asked[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    API_METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    })
  );
}
