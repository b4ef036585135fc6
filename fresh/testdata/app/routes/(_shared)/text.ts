/** What the plain page says. */
export const TEXT = "no island";
