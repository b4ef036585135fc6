import type { Build } from "./load_build.ts";
import type { RouteComponent } from "./types.ts";

/** One request on its way through middlewares and handlers. */
export class Context<S> {
  /** Shared by everything that handles this request. */
  readonly state: S = {} as S;
  /** What the handler gave to `page()`. */
  data: unknown = undefined;
  /** What was thrown, on its way out. */
  error: unknown | null = null;
  /** What lies around pages. @internal */
  wrapper: RouteComponent<S> | null = null;
  /** Runs what comes after this middleware. */
  declare next: () => Promise<Response>;

  constructor(
    public req: Request,
    readonly url: URL,
    readonly params: Record<string, string>,
    /** Who asks. */
    readonly info: Deno.ServeHandlerInfo,
    /** @internal */
    readonly build: Build,
  ) {}
}
