import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { useScript } from "../live/use_script.ts";
import type { ChartView } from "./chart_view.ts";
import type { ChartData } from "./data.ts";

/** Props of {@linkcode PngButton}. */
export interface PngButtonProps {
  /** Short name of the chart, for the file. */
  id: string;
  title: string;
  data: ReadonlySignal<ChartData>;
  view: Pick<ChartView, "topic" | "zone" | "source">;
}

/** Saves a chart as a picture; what draws it is loaded when it is asked for. */
export function PngButton({ id, title, data, view }: PngButtonProps): VNode {
  const hasScript = useScript();
  async function save(event: Event): Promise<void> {
    const button = event.currentTarget as HTMLElement;
    const { savePng } = await import("./save_png.ts");
    await savePng(data.peek(), button, {
      topic: view.topic,
      chart: id,
      title,
      zone: view.zone,
      source: view.source,
    });
  }
  return (
    <button
      type="button"
      class="png"
      disabled={!hasScript.value}
      aria-label={`Save as PNG: ${title}`}
      onClick={(event) => void save(event)}
    >
      PNG
    </button>
  );
}
