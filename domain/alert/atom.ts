import { type Alert, alertPath, alertText, alertTitle } from "./alert.ts";
import { escapeXml } from "../text/xml.ts";

/** What a feed is of. */
export interface AtomFeed {
  readonly topic: string;
  /** Origin of the server, for addresses. */
  readonly origin: string;
  /** Newest first. */
  readonly alerts: readonly Alert[];
  /** When it was made, in seconds since the epoch: it counts where there are no alerts. */
  readonly now: number;
}

/** Alerts of a topic as an Atom 1.0 document (RFC 4287). */
export function toAtom({ topic, origin, alerts, now }: AtomFeed): string {
  const page = `${origin}/t/${encodeURIComponent(topic)}`;
  const updated = timeOf(alerts[0]?.at ?? now);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>${escapeXml(topic)} · Freshet</title>
  <id>${escapeXml(`${page}/feed.atom`)}</id>
  <link rel="self" type="application/atom+xml" href="${
    escapeXml(`${page}/feed.atom`)
  }"/>
  <link rel="alternate" type="text/html" href="${escapeXml(page)}"/>
  <updated>${updated}</updated>
  <author><name>Freshet</name></author>
${alerts.map((alert) => toEntry(alert, origin)).join("")}</feed>
`;
}

function toEntry(alert: Alert, origin: string): string {
  const at = timeOf(alert.at);
  return `  <entry>
    <title>${escapeXml(alertTitle(alert))}</title>
    <id>urn:uuid:${escapeXml(alert.id)}</id>
    <link rel="alternate" type="text/html" href="${
    escapeXml(origin + alertPath(alert))
  }"/>
    <published>${at}</published>
    <updated>${at}</updated>
    <content type="text">${escapeXml(alertText(alert))}</content>
  </entry>
`;
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
