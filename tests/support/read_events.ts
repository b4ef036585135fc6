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

function parseBlock(block: string): ServerEvent | null {
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
