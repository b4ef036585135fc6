import { isIP } from "node:net";

/** Address and login of a MySQL or MariaDB database. */
export interface MysqlAddress {
  readonly kind: "mysql";
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The authority that signs the server's certificate; null for no TLS. */
  readonly ssl: "system" | { readonly caPath: string } | null;
}

/** A parsed `DATABASE_URL`. */
export type DatabaseAddress =
  | { readonly kind: "sqlite"; readonly path: string }
  | MysqlAddress;

/** Thrown for an invalid address of a database; the message is the rule that it breaks. */
export class DatabaseUrlError extends Error {
  constructor(rule: string) {
    super(rule);
    this.name = "DatabaseUrlError";
  }
}

/**
 * Parses an address: `sqlite:PATH` or
 * `mysql://USER:PASSWORD@HOST:3306/DATABASE?ssl=CA_FILE`, where `ssl=1` means
 * the system's certificates.
 *
 * @throws {DatabaseUrlError} If a part of it is unknown or not allowed.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  if (/^mysql:/i.test(url)) return parseMysql(url);
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  if (path && path !== ":memory:") return { kind: "sqlite", path };
  throw new DatabaseUrlError(
    "must be sqlite:PATH or mysql://USER:PASSWORD@HOST:3306/DATABASE",
  );
}

function parseMysql(text: string): MysqlAddress {
  const url = URL.parse(text); // its error would show the password
  if (!url || url.hash || !text.includes("://")) {
    throw new DatabaseUrlError(
      "must be like mysql://USER:PASSWORD@HOST:3306/DATABASE, with codes such as %40 for special characters",
    );
  }
  const host = decode(url.hostname).replace(/^\[(.*)\]$/, "$1");
  if (!host) throw new DatabaseUrlError("must name a host");
  if (!url.username) throw new DatabaseUrlError("must name a user");
  if (url.port === "0") throw new DatabaseUrlError("must have a port above 0");
  const database = decode(url.pathname.slice(1));
  if (!database || database.includes("/")) {
    throw new DatabaseUrlError("must name one database after the host");
  }
  return {
    kind: "mysql",
    host,
    port: Number(url.port || 3_306),
    user: decode(url.username),
    password: decode(url.password),
    database,
    ssl: readSsl(url.searchParams, host),
  };
}

function readSsl(options: URLSearchParams, host: string): MysqlAddress["ssl"] {
  for (const name of options.keys()) {
    if (name !== "ssl") {
      throw new DatabaseUrlError(`must have no option ${JSON.stringify(name)}`);
    }
  }
  const values = options.getAll("ssl");
  if (values.length === 0) return null;
  const [value] = values;
  if (!value || values.length > 1) {
    throw new DatabaseUrlError(
      "must have one ssl: the path of a CA file, or 1",
    );
  }
  if (isIP(host)) {
    throw new DatabaseUrlError(
      "must have a host name where ssl is set: an IP address cannot be verified",
    );
  }
  return value === "1" || value === "required" ? "system" : { caPath: value };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new DatabaseUrlError("must write % as %25");
  }
}

const MASK = "***";

/** A database's address for logs and errors, without secrets, even if it is invalid. */
export function maskDatabaseUrl(url: string): string {
  if (url.startsWith("sqlite:")) return url;
  const scheme = /^\w*:\/\//.exec(url)?.[0] ?? "";
  const at = url.lastIndexOf("@");
  const place = maskOptions(url.slice(at < 0 ? scheme.length : at));
  if (at < 0) return scheme + place.replace(/:(?!\d+(\/|$)).*/s, `:${MASK}`);
  const [user, ...password] = url.slice(scheme.length, at).split(":");
  return scheme + user + (password.length > 0 ? `:${MASK}` : "") + place;
}

/** Options may hold passwords too. */
function maskOptions(text: string): string {
  return text.replace(/([?&](?!ssl=)[^=&]*=)[^&]*/g, `$1${MASK}`);
}
