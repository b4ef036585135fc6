import type { VNode } from "preact";
import { nearRanges } from "../../domain/request/near_ranges.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { RangeForm } from "./RangeForm.tsx";
import { ZoneSwitch } from "./ZoneSwitch.tsx";

const LINKS: readonly (readonly [range: string, text: string, name: string])[] =
  [
    ["5m", "5\u00a0m", "5 minutes"],
    ["15m", "15\u00a0m", "15 minutes"],
    ["1h", "1\u00a0h", "1 hour"],
    ["6h", "6\u00a0h", "6 hours"],
    ["24h", "24\u00a0h", "24 hours"],
    ["7d", "7\u00a0d", "7 days"],
    ["30d", "30\u00a0d", "30 days"],
    ["all", "all", "All that is stored"],
  ];

/** Props of {@linkcode RangeNav}. */
export interface RangeNavProps {
  /** What the page shows: path and query. */
  address: string;
  /** The time that is shown, in seconds since the epoch. */
  from: number;
  to: number;
  nowMs: number;
}

/** Choice of the time that is shown, and of the zone that times are told in: links, and a form for any other. */
export function RangeNav(props: RangeNavProps): VNode {
  const { address, from, to } = props;
  const params = new URLSearchParams(address.split("?")[1] ?? "");
  const isCustom = Boolean(params.get("from") || params.get("to"));
  const range = isCustom ? "" : params.get("range") || "15m";
  return (
    <nav class="ranges" aria-label="Time">
      <ul>
        {LINKS.map(([name, text, title]) => (
          <li key={name}>
            <VisitLink
              href={withParams(address, {
                range: name === "15m" ? null : name,
                from: null,
                to: null,
              })}
              title={title}
              aria-current={name === range ? "true" : "false"}
            >
              {text}
            </VisitLink>
          </li>
        ))}
      </ul>
      <NearLinks {...props} />
      <RangeForm address={address} from={from} to={to} isCustom={isCustom} />
      <ZoneSwitch address={address} />
    </nav>
  );
}

/** Where one may go from the time that is shown. */
function NearLinks({ address, from, to, nowMs }: RangeNavProps): VNode {
  const near = nearRanges({ from, to }, nowMs);
  const steps = [
    [near.earlier, "‹", "Earlier"],
    [near.more, "−", "Zoom out"],
    [near.less, "+", "Zoom in"],
    [near.later, "›", "Later"],
  ] as const;
  return (
    <ul>
      {steps.map(([changes, text, title]) => (
        <li key={title}>
          {changes
            ? (
              <VisitLink
                href={withParams(address, { ...changes })}
                title={title}
                aria-label={title}
              >
                {text}
              </VisitLink>
            )
            : <span class="off" aria-hidden="true">{text}</span>}
        </li>
      ))}
    </ul>
  );
}
