import { LiveStore } from "./store.ts";

/** What the islands of this page share. On the server it stays empty: nothing starts it there. */
export const live: LiveStore = new LiveStore();
