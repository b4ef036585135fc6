import type { JetStreamManager, StreamInfo } from "nats/jetstream";
import { STREAM } from "./config.ts";
import { createFillGauge, type Fill } from "./fill_gauge.ts";
import {
  createPublisher,
  type Publisher,
  type PublisherParts,
} from "./publisher.ts";

/** Bytes that may be on their way at once, and the part of a small log that they may be. */
const MAX_BYTES = 4 * 2 ** 20;
const MAX_PART = 0.02;

/** Creates the publisher of a stream that is as `info` says. */
export function openPublisher(
  info: StreamInfo,
  manager: JetStreamManager,
  parts: Omit<PublisherParts, "gauge">,
): Publisher {
  const first = toFill(info);
  const gauge = createFillGauge(
    first,
    async () => toFill(await manager.streams.info(STREAM)),
  );
  const maxBytesInFlight = Math.min(MAX_BYTES, MAX_PART * first.maxBytes);
  return createPublisher({ ...parts, gauge }, { maxBytesInFlight });
}

function toFill({ state, config }: StreamInfo): Fill {
  const { max_bytes: maxBytes } = config;
  return { bytes: state.bytes, maxBytes: maxBytes > 0 ? maxBytes : Infinity };
}
