/** What an id of a status looks like: a number, or letters and digits that sort by time. */
export const STATUS_ID = /^[\w\-]{1,100}$/;

/** Which of two statuses is newer, as their server numbers them: below 0 if the first is older. */
export function compareIds(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}
