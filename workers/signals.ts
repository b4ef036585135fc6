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

/** Resolves when `signal` aborts. */
export async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener("abort", resolve, { once: true });
  });
}

/** A signal that aborts when the process is asked to end; asked twice, it ends at once. */
export function shutdownSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => {
      if (controller.signal.aborted) Deno.exit(130);
      controller.abort(name);
    });
  }
  return controller.signal;
}
