/** The version of Freshet, as files that it exports name it. */
export const VERSION = "0.1.0";
