import type { VNode } from "preact";
import { useScript } from "../components/elements/later.tsx";
import { describeStatus, StatusLine } from "../components/live/StatusLine.tsx";
import { live } from "../components/live/store.ts";

/** Props of {@linkcode LiveStatus}. */
export interface LiveStatusProps {
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** The state of the connection, and the button that pauses the page. */
export function LiveStatus({ renderedAt }: LiveStatusProps): VNode {
  const hasScript = useScript();
  const paused = live.paused.value;
  const text = describeStatus(live.connection.value, {
    now: live.clientNow.value,
    heardAt: live.heardAt.value,
    late: live.late.value,
    renderedAt,
    paused,
  });
  return (
    <div class="status">
      <StatusLine text={text} />
      <button
        type="button"
        disabled={!hasScript.value}
        onClick={() => live.pause(!paused)}
      >
        {paused ? "Resume" : "Pause"}
      </button>
    </div>
  );
}
