import { App, csp, csrf, staticFiles } from "fresh";

/** A small app with one of everything. */
export const app = new App()
  .use(staticFiles())
  .use(csp({ useNonce: true }))
  .use(csrf())
  .fsRoutes();
