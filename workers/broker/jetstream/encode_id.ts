/**
 * Writes a message's id as a header can carry it: a header is trimmed, and ends
 * with its line. Different ids stay different.
 */
export function encodeId(id: string): string {
  return id.toWellFormed().replace(
    /[^\x21-\x24\x26-\x7e]/gu,
    encodeURIComponent,
  );
}
