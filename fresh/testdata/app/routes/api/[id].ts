import type { Context } from "fresh";

export const handler = ({ params }: Context<unknown>) => Response.json(params);
