import type { VNode } from "preact";
import { useScript } from "../components/live/hooks.ts";
import { liveWords } from "../components/live/status.ts";
import { live } from "../components/live/store.ts";

/** Props of {@linkcode LiveStatus}. */
export interface LiveStatusProps {
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** The state of the connection in words, and the button that holds the page still. */
export function LiveStatus({ renderedAt }: LiveStatusProps): VNode {
  const hasScript = useScript();
  const { kind, word, detail } = liveWords(live.connection.value, {
    now: live.clientNow.value,
    heardAt: live.heardAt.value,
    renderedAt,
    paused: live.paused.value,
    late: live.late.value,
  });
  return (
    <div class="status">
      <p data-status={kind}>
        <span role="status">{word}</span>
        <span>{detail}</span>
      </p>
      <button
        type="button"
        disabled={!hasScript.value}
        onClick={() => live.pause(!live.paused.value)}
      >
        {live.paused.value ? "Go on" : "Pause"}
      </button>
    </div>
  );
}
