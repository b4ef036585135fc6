import { HttpError, page, type PageProps } from "fresh";
import type { VNode } from "preact";

export const handler = () => page(undefined, { headers: { "x-error": "1" } });

export default function ErrorPage({ error }: PageProps): VNode {
  return <h1>{error instanceof HttpError ? error.status : "broken"}</h1>;
}
