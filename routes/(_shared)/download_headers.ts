import type { ExportFormat } from "../../domain/post/export_format.ts";
import type { TimeRange } from "../../state.ts";

const TYPES: Readonly<Record<ExportFormat, string>> = {
  ndjson: "application/x-ndjson; charset=utf-8",
  csv: "text/csv; charset=utf-8; header=present",
};

/** Makes a browser save an export, under a name that says what it is. */
export function downloadHeaders(
  slug: string,
  { from, to }: TimeRange,
  format: ExportFormat,
): Record<string, string> {
  const name = `freshet-${slug}-${stamp(from)}-${stamp(to)}.${format}`;
  const plain = name.replace(/[^\w.-]/g, "_");
  const exact = encodeURIComponent(name);
  return {
    "content-type": TYPES[format],
    "content-disposition":
      `attachment; filename="${plain}"; filename*=UTF-8''${exact}`,
  };
}

/** A time without the colons that some file systems refuse: `20260131T235959Z`. */
function stamp(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(/[-:]|\.\d+/g, "");
}
