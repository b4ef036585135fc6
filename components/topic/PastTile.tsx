/** A tile of topics whose posts all are of the past; loaded for these. @module */
import type { VNode } from "preact";
import { formatCount, formatNumber } from "../../domain/format/numbers.ts";
import { formatTimes } from "../../domain/format/times.ts";
import { DAY, type TimeRange } from "../../domain/time/range.ts";
import { zone } from "../address/address.ts";
import { Tile } from "../elements/Tile.tsx";

/** How much was posted while there were posts, and when that was. */
export function PastTile(
  { posts, from, to }: TimeRange & { posts: number },
): VNode {
  const perDay = posts / Math.max(1, (to - from) / DAY);
  return (
    <Tile
      label="Posts per day, average"
      below={
        <p class="note past">
          First and last post: {formatTimes(from, to - 1, "day", zone.value)}
        </p>
      }
    >
      <b>{perDay < 10 ? formatNumber(perDay, 1) : formatCount(perDay)}</b>
    </Tile>
  );
}
