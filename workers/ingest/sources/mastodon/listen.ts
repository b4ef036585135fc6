import { ConnectionError } from "./connection_error.ts";

/**
 * Waits for the next sign of life of a server.
 *
 * @throws {ConnectionError} If there is none for so long, or the connection breaks.
 */
export async function listen<T>(
  next: Promise<T>,
  host: string,
  silenceMs: number,
): Promise<T> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const words = `nothing came from ${host} for ${silenceMs / 1_000} s`;
    reject(new ConnectionError(words, { silentMs: silenceMs }));
  }, silenceMs);
  try {
    return await Promise.race([next, silence]);
  } catch (error) {
    if (error instanceof ConnectionError || !isBreak(error)) throw error;
    throw new ConnectionError(`the connection to ${host} broke`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What a body or a socket throws that its other end cuts off. */
function isBreak(error: unknown): boolean {
  return error instanceof TypeError ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.UnexpectedEof ||
    error instanceof Deno.errors.InvalidData ||
    error instanceof Deno.errors.TimedOut ||
    error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted;
}
