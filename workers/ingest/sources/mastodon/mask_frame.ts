/**
 * Writes a frame of control as a client sends it (RFC 6455).
 *
 * @param payload At most 125 bytes.
 */
export function maskFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const mask = crypto.getRandomValues(new Uint8Array(4));
  const masked = payload.map((byte, i) => byte ^ mask[i % 4]!);
  const head = [0x80 | opcode, 0x80 | payload.length];
  return Uint8Array.from([...head, ...mask, ...masked]);
}
