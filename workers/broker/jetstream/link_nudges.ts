import type { Log } from "../../../log.ts";
import type { Nudges } from "../nudges.ts";
import type { Link } from "./link.ts";

/** Core NATS, no stream: a nudge that nobody hears is forgotten. */
const SUBJECT = "freshet.committed";

/** Sends and hears nudges over a link. */
export function linkNudges(
  link: Link,
  log: Log,
): Pick<Nudges, "nudge" | "onNudge" | "isUp"> {
  const { connection } = link;
  return {
    get isUp() {
      return link.isUp;
    },
    nudge() {
      if (link.isUp && !connection.isClosed()) connection.publish(SUBJECT);
    },
    onNudge(callback) {
      const subscription = connection.subscribe(SUBJECT, {
        callback(error) {
          if (!error) return callback();
          log("error", "cannot hear of commits", { subject: SUBJECT, error });
        },
      });
      return () => subscription.unsubscribe();
    },
  };
}
