import { define } from "../state.ts";
import { HEALTH } from "./(_shared)/health.ts";

export const handler = define.handlers(HEALTH["/healthz"]);
