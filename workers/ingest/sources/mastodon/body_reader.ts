/**
 * A reader of an answer's body that ends when `signal` aborts, in good order.
 * The signal of the fetch is not enough: once its `Response` is collected as
 * garbage, reading would go on waiting for ever.
 */
export function bodyReader(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {}); // broken anyway
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  return reader;
}
