/** The part of Bluesky's public API that knows profiles, on this machine. */
export interface ProfilesServer extends AsyncDisposable {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** The actors of each request. */
  readonly requests: readonly string[][];
  /** Handles by DID. */
  readonly handles: Map<string, string>;
  /** Answers in its place, unless it gives nothing. */
  intercept: () => Response | undefined;
}

/** Starts it. */
export function startProfiles(
  handles: Readonly<Record<string, string>> = {},
): ProfilesServer {
  const requests: string[][] = [];
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const http = Deno.serve(options, (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/xrpc/app.bsky.actor.getProfiles") {
      return new Response(null, { status: 404 });
    }
    const actors = searchParams.getAll("actors");
    requests.push(actors);
    const own = server.intercept();
    if (own) return own;
    if (actors.length === 0 || actors.length > 25) {
      return Response.json({ error: "InvalidRequest" }, { status: 400 });
    }
    const profiles = [...server.handles]
      .filter((names) => names.some((name) => actors.includes(name)))
      .map(([did, handle]) => ({ did, handle, displayName: "Somebody" }));
    return Response.json({ profiles });
  });
  const server: ProfilesServer = {
    host: `127.0.0.1:${http.addr.port}`,
    requests,
    handles: new Map(Object.entries(handles)),
    intercept: () => undefined,
    [Symbol.asyncDispose]: () => http.shutdown(),
  };
  return server;
}

/** A message of Jetstream that an account has a handle. */
export function identityMessage(did: string, handle: string) {
  return { did, kind: "identity", identity: { did, handle, seq: 1 } };
}
