import type { VNode } from "preact";
import { useScript } from "../live/use_script.ts";
import { KEYS_ID } from "./Plot.tsx";

/** What fingers, or pointer and keys, do on charts; there is nothing to say without script. */
export function ChartHint(): VNode {
  const hasScript = useScript();
  return (
    <p id={KEYS_ID} class={hasScript.value ? "note keys ready" : "note keys"}>
      <span class="by-finger">
        Drag sideways to zoom, double-tap to go back.
      </span>
      <span class="by-mouse">
        Drag to zoom, double-click to go back. Keys on a chart: ← → move (Shift:
        ten), Enter marks start and end, + − zoom, Esc goes back.
      </span>
    </p>
  );
}
