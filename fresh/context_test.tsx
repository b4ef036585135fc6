import { strictEqual } from "node:assert/strict";
import type { VNode } from "preact";
import { createDefine, HttpError, page } from "./context.ts";

interface State {
  name: string;
}

const define = createDefine<State>();

Deno.test("createDefine() returns what it is given, and types it", () => {
  const handler = define.handlers({
    GET: (ctx) => page({ hello: ctx.state.name }),
    POST: () => Promise.resolve(new Response()),
  });
  const render = ({ data, state }: {
    data: { hello: string };
    state: State;
  }): VNode => <p>{data.hello + state.name}</p>;

  strictEqual(define.page<typeof handler>(render), render);
  // @ts-expect-error -- the handler gives hello, not goodbye
  define.page<typeof handler>(({ data }) => <p>{data.goodbye}</p>);
  // @ts-expect-error -- nobody gives it data
  define.page(({ data }) => <p>{data.hello}</p>);
  define.page(async ({ state }) => await <p>{state.name}</p>);
  define.layout(({ Component, state }) => <Component key={state.name} />);
  define.middleware([(ctx) => ctx.next()]);
  // @ts-expect-error -- 200 is no error
  new HttpError(200);
});
