/** How posts can be exported. */
export const EXPORT_FORMATS = ["ndjson", "csv"] as const;

/** A format of {@linkcode EXPORT_FORMATS}. */
export type ExportFormat = typeof EXPORT_FORMATS[number];
