import {
  ConnectionError,
  type ConnectionOptions,
  extractProtocolMessage,
  INFO,
  type Server,
  type ServerInfo,
  type Transport,
} from "nats";

const READ_BYTES = 65_536;

/**
 * A transport of the NATS client on Deno's sockets.
 *
 * The client's own transport is made for Node. Under Deno it ends the process
 * when a server refuses a login (the reset of the connection has no listener),
 * waits for ever for a dead link whose buffers are full, and proves the name of
 * every server as `localhost` unless it may resolve the name, which a process
 * that may connect to named hosts only must not.
 */
export class DenoTransport implements Transport {
  readonly lang = "deno";
  readonly version = Deno.version.deno;
  closeError?: Error;
  #socket: Deno.TcpConn | Deno.TlsConn | undefined;
  #greeting = new Uint8Array();
  #isEncrypted = false;
  #isConnected = false;
  #isClosed = false;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  readonly #closed = Promise.withResolvers<void | Error>();

  get isClosed(): boolean {
    return this.#isClosed;
  }

  isEncrypted(): boolean {
    return this.#isEncrypted;
  }

  closed(): Promise<void | Error> {
    return this.#closed.promise;
  }

  async connect(server: Server, { tls }: ConnectionOptions): Promise<void> {
    const { hostname, port } = server;
    const socket = await Deno.connect({ hostname, port });
    this.#use(socket);
    socket.setNoDelay();
    const info = await this.#readGreeting(socket);
    const { tls_required: isAsked, tls_available: isOffered } = info;
    if (tls && !isAsked && !isOffered) {
      throw new ConnectionError("server does not support 'tls'");
    }
    if (tls || isAsked) {
      const encrypted = await Deno.startTls(socket, { hostname });
      this.#use(encrypted);
      await encrypted.handshake();
      this.#isEncrypted = true;
    }
    this.#writer = this.#socket!.writable.getWriter();
    this.#isConnected = true;
  }

  /** Closes a connection that the client no longer waits for. */
  #use(socket: Deno.TcpConn | Deno.TlsConn): void {
    this.#socket = socket;
    if (!this.#isClosed) return;
    shut(socket);
    throw new ConnectionError("the attempt was abandoned");
  }

  async #readGreeting(socket: Deno.Conn): Promise<ServerInfo> {
    const buffer = new Uint8Array(READ_BYTES);
    for (let length = 0; length < buffer.length;) {
      const count = await socket.read(buffer.subarray(length));
      if (count === null) throw new ConnectionError("the server hung up");
      length += count;
      this.#greeting = buffer.slice(0, length);
      const line = extractProtocolMessage(this.#greeting);
      const [, json] = INFO.exec(line) ?? [];
      if (json) return JSON.parse(json);
      if (line) break;
    }
    throw new ConnectionError("the server does not speak NATS");
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    yield this.#greeting;
    let buffer = new Uint8Array(READ_BYTES);
    while (!this.#isClosed) {
      let count: number | null;
      try {
        count = await this.#socket!.read(buffer);
      } catch (error) {
        return this.#end(error);
      }
      if (count === null) return this.#end();
      // The client keeps what it gets: a small part must not hold a whole buffer.
      if (count < READ_BYTES / 4) {
        yield buffer.slice(0, count);
      } else {
        yield buffer.subarray(0, count);
        buffer = new Uint8Array(READ_BYTES);
      }
    }
  }

  send(frame: Uint8Array): void {
    if (this.#isClosed) return;
    this.#writer!.write(frame).catch((error) => this.#end(error));
  }

  close(error?: Error): Promise<void> {
    this.#end(error);
    return Promise.resolve();
  }

  disconnect(): void {
    this.#end();
  }

  discard(): void {
    this.#isConnected = false; // nobody is told
    this.#end();
  }

  #end(error?: unknown): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (error instanceof Error) this.closeError = error;
    if (this.#socket) shut(this.#socket);
    if (this.#isConnected) this.#closed.resolve(this.closeError);
  }
}

function shut(socket: Deno.Conn): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
