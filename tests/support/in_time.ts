/** Fails if a promise takes longer than it may, instead of waiting for ever. */
export async function inTime<T>(
  maxMs: number,
  promise: Promise<T>,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`It took longer than ${maxMs} ms`)),
    maxMs,
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
