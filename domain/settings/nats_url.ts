/** A NATS server or cluster, as in `NATS_URL`. */
export interface NatsAddress {
  /** `host:port`; any of them will do. */
  readonly hosts: readonly string[];
  /** Whether the connection must be encrypted and the server's name verified. */
  readonly tls: boolean;
  /**
   * Gives the login. It is a function, so that no log or inspection of an
   * address can show a password.
   */
  readonly authenticate: () => { user: string; pass: string } | undefined;
}

/** Thrown when a NATS address is invalid. It never contains the address. */
export class NatsUrlError extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = "NatsUrlError";
  }
}

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/i;
const STANDARD_PORT = 4_222;

/**
 * Reads `nats://[user:password@]host[:port][,host2…]`, or `tls://…`. The user
 * and the password may be percent-encoded.
 *
 * @throws {NatsUrlError} If a part of it is not allowed.
 */
export function parseNatsUrl(url: string): NatsAddress {
  const [, scheme, rest = ""] = /^(nats|tls):\/\/(.*?)\/?$/.exec(url) ?? [];
  if (!scheme) {
    throw new NatsUrlError("must be nats://host:4222 or tls://host:4222");
  }
  const at = rest.lastIndexOf("@");
  const login = at < 0 ? undefined : readLogin(rest.slice(0, at));
  return {
    hosts: rest.slice(at + 1).split(",").map(readHost),
    tls: scheme === "tls",
    authenticate: () => login,
  };
}

function readLogin(text: string): { user: string; pass: string } {
  const colon = text.indexOf(":");
  try {
    const user = decodeURIComponent(text.slice(0, Math.max(colon, 0)));
    const pass = decodeURIComponent(text.slice(colon + 1));
    if (user && pass) return { user, pass };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new NatsUrlError(
      "must have its user and password percent-encoded: a per cent sign is %25",
    );
  }
  throw new NatsUrlError("must have a user and a password before the @");
}

function readHost(text: string): string {
  const [, host = "", port] = /^(.*?)(?::(\d+))?$/.exec(text)!;
  if (!HOST.test(host)) {
    throw new NatsUrlError(
      "must list its hosts as host:port,host2:port2 after the @",
    );
  }
  const number = Number(port ?? STANDARD_PORT);
  if (number >= 1 && number <= 65_535) return `${host}:${number}`;
  throw new NatsUrlError(`must have a port from 1 to 65535, not ${port}`);
}
