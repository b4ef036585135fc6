import type { EndpointContext } from "../../routes/(_shared)/methods.ts";
import type { State } from "../../state.ts";
import { fakeState } from "./fake_state.ts";

const TRUMP = {
  slug: "trump",
  query: "trump",
  color: "#aa0000",
  active: true,
  posts: 2,
  lastPostAt: "2026-01-01T00:00:00.000Z",
};

/** What an endpoint is given for `path`; there are the topics `trump` and `climate`. */
export function endpointContext(
  path: string,
  state: Partial<State> = {},
  init: RequestInit = {},
): EndpointContext {
  const url = new URL(path, "http://localhost/");
  const listTopics = () =>
    Promise.resolve([TRUMP, { ...TRUMP, slug: "climate" }]);
  return {
    url,
    req: new Request(url, init),
    state: fakeState({ listTopics, ...state }),
  };
}
