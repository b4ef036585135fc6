/** After so long without an answer, a question counts as failed. */
const PATIENCE_MS = 15_000;

/**
 * Asks this server for JSON.
 *
 * @param path Of an endpoint, such as `/api/terms`.
 * @throws If the server does not answer, or not with what was asked for.
 */
export async function askServer<T>(
  path: string,
  params: URLSearchParams | Record<string, string>,
  signal: AbortSignal,
): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(`${path}?${new URLSearchParams(params)}`, {
    signal: AbortSignal.any([signal, patience]),
  });
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  return await response.json();
}
