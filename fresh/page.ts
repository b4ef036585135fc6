/** What a handler returns to have its route's component rendered. */
export interface PageResponse<T> {
  data: T;
  headers?: HeadersInit;
  /** @default {200}, or the error's status on an error page */
  status?: number;
}

/** Renders the component of the route with `data`. */
export function page<T = undefined>(
  data?: T,
  options?: Omit<PageResponse<T>, "data">,
): PageResponse<T> {
  return { ...options, data: data as T };
}
