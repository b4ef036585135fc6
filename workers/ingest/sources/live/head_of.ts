/** Longest beginning that is kept of what becomes no post, in bytes. */
const MAX_HEAD = 512;

const encoder = new TextEncoder();

/** The beginning of what a source sent, for the row that says why it became no post. */
export function headOf(sent: string | Uint8Array): Uint8Array {
  if (typeof sent !== "string") return sent.slice(0, MAX_HEAD);
  return encoder.encode(sent.slice(0, MAX_HEAD)).slice(0, MAX_HEAD);
}
