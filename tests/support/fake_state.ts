import type { State } from "../../state.ts";

/** A state for tests: what is not given must not be called. */
export function fakeState(given: Partial<State>): State {
  const members = { banner: null, source: "test", ...given };
  return refuseMissing({ admin: refuseMissing({}, "admin."), ...members });
}

/** Adds a function that throws for each member that is missing. */
function refuseMissing<T extends object>(members: object, path = ""): T {
  return new Proxy(members, {
    get: (target, name, receiver) =>
      Reflect.has(target, name) || typeof name === "symbol" || name === "then"
        ? Reflect.get(target, name, receiver)
        : () => {
          throw new Error(`${path}${name}() was not to be called`);
        },
  }) as T;
}
