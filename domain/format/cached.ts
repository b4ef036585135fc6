/** Formats are slow to make; their number is bounded, since viewers choose the locale. */
const MOST = 100;

/** What is known by a key, or is made now. */
export function cached<T>(
  known: Map<string, T>,
  key: string,
  make: () => T,
): T {
  let value = known.get(key);
  if (value === undefined) {
    if (known.size >= MOST) known.clear();
    known.set(key, value = make());
  }
  return value;
}
