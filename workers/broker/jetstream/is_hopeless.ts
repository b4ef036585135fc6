/** Whether an attempt to connect failed for a reason that waiting does not cure. */
export function isHopeless(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message, cause } = error;
  return name === "AuthorizationError" || name === "NotCapable" ||
    message.includes("certificate") ||
    message.includes("does not support 'tls'") || isHopeless(cause);
}
