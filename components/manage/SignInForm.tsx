import type { VNode } from "preact";
import type { ManageProps } from "./manage_props.ts";

/** Asks for the token that lets its holder change topics. */
export function SignInForm(
  { address, error }: Pick<ManageProps, "address" | "error">,
): VNode {
  const isWrong = error?.field === "token";
  return (
    <form method="post" action={address} class="form">
      <div class="field">
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          required
          autocomplete="current-password"
          autofocus={isWrong}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? "token-wrong" : "token-rule"}
        />
        <p id="token-rule" class="note">
          The value of <code>ADMIN_TOKEN</code>{" "}
          that the server was started with.
        </p>
        {isWrong && <p id="token-wrong" class="wrong">{error.message}</p>}
      </div>
      <p>
        <button type="submit" name="do" value="sign-in">Sign in</button>
      </p>
    </form>
  );
}
