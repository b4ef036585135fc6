import { useSignal, useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { alertText, alertTitle } from "../../domain/alert/alert.ts";
import type { TopicView } from "../chart/TopicCharts.tsx";

/** What notifications are: not asked for, shown, or refused by the browser. */
type Notifying = "off" | "on" | "refused";

const LABELS: Readonly<Record<Notifying, string>> = {
  off: "Notify me",
  on: "Notifying while this page is open",
  refused: "Notifications are blocked",
};

/** Shows what stands out from now on as notifications of the browser, once the reader asks for it. */
export function NotifyButton({ view }: { view: TopicView }): VNode | null {
  const state = useSignal<Notifying>("off");
  const known = useRef(new Set<number>());
  const since = useRef(Infinity);
  useSignalEffect(() => {
    const { jumps = [], series: { topic } } = view.shown.value;
    const fresh = jumps.filter(({ from }) => !known.current.has(from));
    for (const { from } of fresh) known.current.add(from);
    if (state.peek() !== "on") return;
    for (const jump of fresh.filter(({ to }) => to > since.current)) {
      const event = { kind: "jump", topic, jump } as const;
      const tag = `${topic} ${jump.from}`;
      try {
        new Notification(alertTitle(event), { body: alertText(event), tag });
      } catch {
        state.value = "refused"; // as on Android, where only service workers may
        break;
      }
    }
  });
  async function toggle(): Promise<void> {
    if (state.value === "on") state.value = "off";
    else {
      const answer = await Notification.requestPermission();
      state.value = answer === "granted" ? "on" : "refused";
      since.current = Date.now() / 1_000;
    }
  }
  if (!("Notification" in globalThis)) return null;
  return (
    <button
      type="button"
      class="notify"
      aria-pressed={state.value === "on"}
      onClick={() => void toggle()}
    >
      {LABELS[state.value]}
    </button>
  );
}
