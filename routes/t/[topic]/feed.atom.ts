import { toAtom } from "../../../domain/alert/atom.ts";
import { define } from "../../../state.ts";

/** Alerts in a feed. */
const MAX_ALERTS = 50;

export const handler = define.handlers({
  async GET({ params, state, url: { origin } }) {
    const topic = params.topic!;
    const alerts = await state.readAlerts(topic, MAX_ALERTS);
    const body = toAtom({ topic, origin, alerts, now: Date.now() / 1_000 });
    const type = "application/atom+xml; charset=utf-8";
    return new Response(body, { headers: { "content-type": type } });
  },
});
