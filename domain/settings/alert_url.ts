import { BlockList, isIP } from "node:net";

/** Thrown for an address that alerts cannot be sent to; the message completes "`ALERT_URL` …". */
export class AlertUrlError extends SyntaxError {
  constructor(rule: string) {
    super(rule);
    this.name = "AlertUrlError";
  }
}

/**
 * Reads where alerts are sent.
 *
 * @throws {AlertUrlError} If it is no http or https address, or holds a password.
 */
export function parseAlertUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new AlertUrlError("must be https://host/path or http://host/path");
  }
  if (url.username || url.password) {
    throw new AlertUrlError("must not hold a name or password");
  }
  return url;
}

/** An alert's address as it may be shown: hooks keep their secret in the path. */
export function maskAlertUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url ? `${url.protocol}//${url.host}/…` : "…";
}

/** Whether the address itself names a host of this machine or network: then it is meant. */
export function isLiteralHost({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return isIP(host) !== 0 || host === "localhost";
}

const PRIVATE = new BlockList();
for (
  const [net, prefix] of [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 3],
  ] as const
) PRIVATE.addSubnet(net, prefix, "ipv4");
for (
  const [net, prefix] of [
    ["::", 127],
    ["64:ff9b::", 96],
    ["100::", 64],
    ["2001:db8::", 32],
    ["2002::", 16],
    ["fc00::", 7],
    ["fe80::", 10],
    ["ff00::", 8],
  ] as const
) PRIVATE.addSubnet(net, prefix, "ipv6");

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPublicAddress(mapped);
  const family = isIP(address);
  if (family === 0 || /^::ffff:/i.test(address)) return false;
  return !PRIVATE.check(address, family === 6 ? "ipv6" : "ipv4");
}
