/** Texts are English: so are numbers and times, for viewers who ask for nothing that is known. */
export const DEFAULT_LOCALE = "en-GB";

/**
 * How the viewer of the page that is being rendered writes numbers and times.
 *
 * On the server it changes with each page, see `state.ts`; it holds as long as
 * nothing is awaited. In a browser it is what the server wrote there.
 */
export let locale: string =
  globalThis.document?.documentElement.dataset.locale ?? DEFAULT_LOCALE;

/** Says who views the page that is rendered next. */
export function setLocale(chosen: string): void {
  locale = chosen;
}
