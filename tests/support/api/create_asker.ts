import { strictEqual } from "node:assert/strict";
import type { ApiMethod, Judge } from "./judge_answers.ts";

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
