import type { EndpointContext } from "../../routes/(_shared)/methods.ts";
import type { State, TopicAdmin } from "../../state.ts";
import type { AdminContext } from "../../routes/(_shared)/admin.ts";

const TRUMP = {
  slug: "trump",
  query: "trump",
  color: "#aa0000",
  active: true,
  posts: 2,
  lastPostAt: new Date().toISOString(),
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

/** What an endpoint is given for `path` when the holder of the token asks; `given` is what may be done. */
export function adminContext(
  path: string,
  given: Partial<TopicAdmin> = {},
  init: RequestInit = {},
): AdminContext {
  const { state, ...ctx } = endpointContext(path, {}, {
    headers: { "content-type": "application/json" },
    ...init,
  });
  const admit = () => ({ kind: "admitted" }) as const;
  return {
    ...ctx,
    state: { ...state, admin: { ...state.admin, admit, ...given } },
    params: { slug: decodeURI(ctx.url.pathname.split("/")[3] ?? "") },
    info: {
      remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 7 },
    },
  };
}

/** A state for tests: what is not given must not be called. */
function fakeState(given: Partial<State>): State {
  const members = { banner: null, source: "test", ...given };
  return refuseMissing({ admin: refuseMissing({}, "admin."), ...members });
}

/** Adds a function that throws for each member that is missing. */
function refuseMissing<T extends object>(members: object, path = ""): T {
  return new Proxy(members, {
    get: (target, name, receiver) =>
      Reflect.has(target, name) || typeof name === "symbol" || name === "then"
        ? Reflect.get(target, name, receiver)
        : () => {
          throw new Error(`${path}${name}() was not to be called`);
        },
  }) as T;
}

/** A server-sent event as a browser sees it; a comment has an empty name. */
export interface ServerEvent {
  readonly event: string;
  readonly id: string | null;
  // deno-lint-ignore no-explicit-any
  readonly data: any;
}

/** Reads server-sent events one by one; cancel with `return()`. */
export async function* readEvents(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerEvent> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    rest += decoder.decode(bytes, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop()!;
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) yield event;
    }
  }
}

/** The newest blocks: many viewers receive the same. */
const PARSED = new Map<string, ServerEvent | null>();

function parseBlock(block: string): ServerEvent | null {
  if (!PARSED.has(block)) {
    if (PARSED.size > 50) PARSED.clear();
    PARSED.set(block, parseNewBlock(block));
  }
  return PARSED.get(block) ?? null;
}

function parseNewBlock(block: string): ServerEvent | null {
  const fields = new Map(
    block.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
  const data = fields.get("data");
  if (data === undefined) return null;
  return {
    event: fields.get("event") ?? "message",
    id: fields.get("id") ?? null,
    data: JSON.parse(data),
  };
}

/** The next events until `enough` says so of them; fails after five seconds. */
export async function takeEvents(
  events: AsyncGenerator<ServerEvent>,
  enough: (taken: readonly ServerEvent[]) => boolean,
): Promise<ServerEvent[]> {
  const taken: ServerEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seen = JSON.stringify(taken).slice(0, 500);
      reject(new Error(`Too few events after 5 s: ${seen}`));
    }, 5_000);
  });
  try {
    while (!enough(taken)) {
      const { value, done } = await Promise.race([events.next(), late]);
      if (done) {
        throw new Error(`The stream ended after ${taken.length} events`);
      }
      taken.push(value);
    }
    return taken;
  } finally {
    clearTimeout(timer);
  }
}
