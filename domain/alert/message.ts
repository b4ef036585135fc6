import { type Alert, alertPath, alertText, alertTitle } from "./alert.ts";

/** Forms in which alerts are sent. */
export const ALERT_FORMATS = ["json", "slack", "discord", "ntfy"] as const;
export type AlertFormat = typeof ALERT_FORMATS[number];

/** The body of a request, and headers besides. */
export interface AlertMessage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Characters that Discord takes. */
const DISCORD_MOST = 2_000;

/** An alert as a receiver of that format takes it. */
export function formatAlert(alert: Alert, format: AlertFormat): AlertMessage {
  const title = alertTitle(alert);
  const text = alertText(alert);
  const path = alertPath(alert);
  const plain = [title, text, path].filter(Boolean).join("\n");
  switch (format) {
    case "slack":
      return json({ text: escapeSlack(plain) });
    case "discord":
      return json({
        content: Array.from(plain).slice(0, DISCORD_MOST).join(""),
        allowed_mentions: { parse: [] },
      });
    case "ntfy":
      return {
        body: [text, path].filter(Boolean).join("\n"),
        headers: {
          "content-type": "text/plain; charset=utf-8",
          title: encodeHeader(`Freshet · ${title}`),
        },
      };
    default:
      return json({ ...alert, title, text, path });
  }
}

function json(body: unknown): AlertMessage {
  return {
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  };
}

/** Else `<!channel>` in a post would call everyone. */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Text of any language in a header, by RFC 2047. */
function encodeHeader(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return `=?UTF-8?B?${bytes.toBase64()}?=`;
}

/** The header that proves who sent a body: `sha256=` and the HMAC in hexadecimal. */
export async function signBody(body: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    algorithm,
    false,
    ["sign"],
  );
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(body));
  return `sha256=${new Uint8Array(signature).toHex()}`;
}
