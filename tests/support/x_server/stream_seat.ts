import type { ServerResponse } from "node:http";

/** Options for {@linkcode StreamSeat}. */
export interface StreamSeatOptions {
  readonly heartbeatMs: number;
  /** A reader that leaves more bytes waiting is cut off. */
  readonly maxBacklog: number;
}

/** The place of the one client that may be connected. */
export class StreamSeat {
  readonly #options: StreamSeatOptions;
  #response: ServerResponse | null = null;
  #heart: ReturnType<typeof setInterval> | undefined;

  constructor(options: StreamSeatOptions) {
    this.#options = options;
  }

  get isTaken(): boolean {
    return this.#response !== null;
  }

  take(response: ServerResponse, headers: Record<string, string>): void {
    this.#response = response;
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.flushHeaders();
    const beat = () => void this.send("\r\n");
    this.#heart = setInterval(beat, this.#options.heartbeatMs);
    response.on("error", () => {});
    response.on("close", () => this.#leave(response));
  }

  /** False if nobody is there. */
  send(bytes: string | Uint8Array): boolean {
    const response = this.#response;
    if (!response) return false;
    response.write(bytes);
    if (response.writableLength > this.#options.maxBacklog) this.drop("cut");
    return true;
  }

  drop(how: "end" | "cut"): void {
    const response = this.#response;
    if (!response) return;
    this.#leave(response);
    if (how === "end") response.end();
    else response.socket?.destroy();
  }

  #leave(response: ServerResponse): void {
    if (this.#response !== response) return;
    this.#response = null;
    clearInterval(this.#heart);
  }
}
