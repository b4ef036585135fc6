/** Waits until the first of some promises is settled, but no longer than `maxMs`. */
export async function waitAtMost(
  maxMs: number,
  promises: readonly Promise<unknown>[],
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, maxMs);
  Promise.race(promises).then(() => resolve(), () => resolve());
  await promise;
  clearTimeout(timer);
}
