import { App, csp, staticFiles } from "fresh";

/** A small app with one of everything. */
export const app = new App()
  .use(staticFiles())
  .use(csp({ useNonce: true }))
  .fsRoutes();
