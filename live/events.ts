import type { Channel } from "./audience.ts";

/** What an event says besides its topics. */
interface TopicsHead {
  readonly cursor: string;
  readonly reset?: boolean;
  /** Whether all topics that there are go with it. */
  readonly whole?: true;
}

/**
 * Prepares an event about several topics: each topic is written once, each
 * channel gets those that it asked for.
 *
 * @returns The event's bytes for a channel; null if no topic is for it.
 */
export function encodeTopics(
  name: "snapshot" | "tick",
  head: TopicsHead,
  topics: ReadonlyMap<string, unknown>,
): (channel: Channel) => Uint8Array | null {
  const written = new Map<string, string>();
  for (const [slug, value] of topics) {
    written.set(slug, `${JSON.stringify(slug)}:${JSON.stringify(value)}`);
  }
  const start = JSON.stringify(head).slice(0, -1);
  return ({ slugs }) => {
    const own = slugs
      ? slugs.map((slug) => written.get(slug)).filter((part) =>
        part !== undefined
      )
      : [...written.values()];
    if (own.length === 0 && name === "tick" && !head.whole) return null;
    return encodeEvent(
      name,
      `${start},"topics":{${own.join(",")}}}`,
      head.cursor,
    );
  };
}

const encoder = new TextEncoder();

/** The events of the live stream. */
type EventName = "snapshot" | "tick" | "delete" | "drain";

/**
 * Writes one server-sent event.
 *
 * @param json One line: `JSON.stringify` escapes every line break.
 */
export function encodeEvent(
  name: EventName,
  json: string,
  cursor?: string,
): Uint8Array {
  const id = cursor === undefined ? "" : `id: ${cursor}\n`;
  return encoder.encode(`event: ${name}\n${id}data: ${json}\n\n`);
}
