const encoder = new TextEncoder();

/** A reader who is connected. */
interface Stream {
  readonly form: "sse" | "websocket";
  readonly feed: string;
  send(raw: string | Uint8Array): void;
  end(how: "close" | "break"): void;
}

/** All who listen to a server. */
export interface ServerStreams {
  readonly count: number;
  /** While it is set nobody hears anything. */
  isFrozen: boolean;
  /** @param feed Its path, or the name of its stream. */
  openSse(feed?: string): Response;
  openWebSocket(request: Request): Response;
  /** An event, in the form that each reader understands. */
  sendEvent(
    event: string,
    data: string,
    isFor?: (feed: string) => boolean,
  ): void;
  /** As it is, to everybody. */
  send(raw: string | Uint8Array): void;
  /** Ends all of them: `close` in good order, `break` in the middle. */
  end(how: "close" | "break"): void;
}

/** @param heartbeatMs From one sign of life to the next. */
export function createServerStreams(heartbeatMs: number): ServerStreams {
  const streams = new Set<Stream>();

  const all: ServerStreams = {
    isFrozen: false,
    get count() {
      return streams.size;
    },
    openSse(feed = "public") {
      let stream: Stream;
      let timer: ReturnType<typeof setInterval>;
      const leave = () => {
        clearInterval(timer);
        streams.delete(stream);
      };
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          stream = {
            form: "sse",
            feed,
            send: (raw) => controller.enqueue(toBytes(raw)),
            end(how) {
              leave();
              if (how === "close") controller.close();
              else controller.error(new Error("cut off"));
            },
          };
          streams.add(stream);
          stream.send(":)\n");
          timer = setInterval(() => {
            if (!all.isFrozen) stream.send(":thump\n");
          }, heartbeatMs);
        },
        cancel: leave,
      });
      const headers = { "content-type": "text/event-stream" };
      return new Response(body, { headers });
    },
    openWebSocket(request) {
      const protocol = request.headers.get("sec-websocket-protocol");
      const { socket, response } = Deno.upgradeWebSocket(request, {
        idleTimeout: 0,
        ...(protocol && { protocol }),
      });
      const stream: Stream = {
        form: "websocket",
        feed: new URL(request.url).search.slice(1),
        send: (raw) => socket.send(raw as string),
        end: () => socket.close(),
      };
      socket.onopen = () => streams.add(stream);
      socket.onclose = () => streams.delete(stream);
      socket.onerror = () => streams.delete(stream);
      return response;
    },
    sendEvent(event, data, isFor = () => true) {
      if (all.isFrozen) return;
      const block = `event: ${event}\ndata: ${data}\n\n`;
      const message = { stream: ["public"], event, payload: data };
      for (const stream of streams) {
        if (!isFor(stream.feed)) continue;
        stream.send(stream.form === "sse" ? block : JSON.stringify(message));
      }
    },
    send(raw) {
      for (const stream of streams) stream.send(raw);
    },
    end(how) {
      for (const stream of [...streams]) stream.end(how);
    },
  };
  return all;
}

function toBytes(raw: string | Uint8Array): Uint8Array {
  return typeof raw === "string" ? encoder.encode(raw) : raw;
}

/** A status as the server holds it; more is allowed. */
export interface ServerStatus {
  readonly id: string;
  readonly created_at: string;
  readonly edited_at: string | null;
  readonly content: string;
  readonly visibility: string;
  readonly language: string | null;
  readonly uri: string;
  readonly url: string | null;
  readonly spoiler_text: string;
  readonly reblog: unknown;
  readonly account: { readonly acct: string };
  readonly tags: readonly { readonly name: string }[];
  readonly mentions: readonly { readonly acct: string }[];
}

/** The id that Mastodon gives to a status of that moment. */
export function serverId(atMs: number, serial = 0): string {
  return String((BigInt(atMs) << 16n) + BigInt(serial & 0xFFFF));
}

/** Makes a status up, but for what is given. */
export function makeStatus(
  id: string,
  given: Partial<ServerStatus> = {},
): ServerStatus {
  return {
    id,
    created_at: new Date().toISOString(),
    edited_at: null,
    content: `<p>status ${id}</p>`,
    visibility: "public",
    language: "en",
    uri: `https://social.example/users/ann/statuses/${id}`,
    url: `https://social.example/@ann/${id}`,
    spoiler_text: "",
    reblog: null,
    account: { acct: "ann" },
    tags: [],
    mentions: [],
    ...given,
  };
}

/** Whether a status is older than another, by their ids. */
export function isOlder(one: string, other: string): boolean {
  return one.length === other.length ? one < other : one.length < other.length;
}
