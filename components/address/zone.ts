import { type Signal, signal } from "@preact/signals";
import type { Zone } from "../../domain/format/times.ts";

/** In which zone live times are told: UTC as the server wrote them, the viewer's own once script runs. */
export const zone: Signal<Zone> = signal("UTC");
