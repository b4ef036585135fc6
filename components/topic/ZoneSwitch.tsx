import type { VNode } from "preact";
import { withParams } from "../../domain/request/with_params.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { zone } from "../address/zone.ts";
import { useScript } from "../live/use_script.ts";
import { zoneName } from "./zone_name.ts";

/** Choice between the viewer's own zone and UTC; without script times are in UTC. */
export function ZoneSwitch({ address }: { address: string }): VNode {
  const hasScript = useScript();
  const isUtc = zone.value === "UTC";
  return (
    <ul class={hasScript.value ? "zones ready" : "zones"}>
      <li>
        <VisitLink
          href={withParams(address, { zone: null })}
          title={hasScript.value ? `Times in ${zoneName("local")}` : undefined}
          aria-current={isUtc ? "false" : "true"}
        >
          local
        </VisitLink>
      </li>
      <li>
        <VisitLink
          href={withParams(address, { zone: "utc" })}
          title="Times in UTC"
          aria-current={isUtc ? "true" : "false"}
        >
          UTC
        </VisitLink>
      </li>
    </ul>
  );
}
