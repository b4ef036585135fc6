const encoder = new TextEncoder();

/** The events of the live stream. */
export type EventName = "snapshot" | "tick" | "delete" | "drain";

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
