/** What a handler returns to have its route's component rendered. */
export interface PageResponse<T> {
  data: T;
  headers?: HeadersInit;
  status?: number;
}

/** Options for {@linkcode page}. */
export interface PageOptions {
  headers?: HeadersInit;
  /** @default {200}, or the error's status on an error page */
  status?: number;
}

/** Renders the component of the route without data. */
export function page(): PageResponse<undefined>;
/** Renders the component of the route with `data`. */
export function page<T>(data: T, options?: PageOptions): PageResponse<T>;
export function page(
  data?: unknown,
  options?: PageOptions,
): PageResponse<unknown> {
  return { data, ...options };
}
