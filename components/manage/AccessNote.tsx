import type { VNode } from "preact";
import { SignInForm } from "./SignInForm.tsx";
import type { ManageProps } from "./manage_props.ts";

/** What stands in place of the forms for who may change nothing yet. */
export function AccessNote(
  { access, address, error }: Pick<ManageProps, "access" | "address" | "error">,
): VNode {
  if (access === "read-only") {
    return (
      <section aria-labelledby="access">
        <h2 id="access">Read-only</h2>
        <p>
          Topics can be changed here once the server is started with{" "}
          <code>ADMIN_TOKEN</code>; and with <code>deno task topics</code>{" "}
          at any time.
        </p>
      </section>
    );
  }
  return (
    <section aria-labelledby="access">
      <h2 id="access">Sign in to change topics</h2>
      <SignInForm address={address} error={error} />
    </section>
  );
}
