/** Lower bits of a number that are no time. */
const TIME_SHIFT = 16n;

/** From here on, numbers are taken to hold a time: 2010. */
const FIRST_TIMED = 1_262_304_000_000n << TIME_SHIFT;

/** The id of a status so long before this one, if its id tells the time as Mastodon's do. */
export function rewindId(id: string, rewindMs: number): string {
  if (!/^\d{1,20}$/.test(id)) return id;
  const number = BigInt(id);
  if (number < FIRST_TIMED) return id;
  return String(number - (BigInt(rewindMs) << TIME_SHIFT));
}
