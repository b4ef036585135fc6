import { answerMethods, type Endpoint, type Method } from "./methods.ts";

export type { Endpoint, EndpointContext } from "./methods.ts";

/** An endpoint that can only be read: HEAD answers without the body, other methods are refused. */
export function getOnly(get: Endpoint): Record<Method, Endpoint> {
  return answerMethods({ GET: get });
}
