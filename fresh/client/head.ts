import type { ComponentChildren } from "preact";

/** Puts a `<title>` into the page's `<head>`, in place of the app wrapper's. */
export function Head(_: { children?: ComponentChildren }): ComponentChildren {
  // The server takes the children instead of calling this.
  throw new Error("Cannot render <Head> in an island");
}
