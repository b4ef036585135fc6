/** The address of the page of topics with these parameters; what is null or empty is left out. */
export function manageAddress(
  params: Readonly<Record<string, string | null>>,
): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    value ? [[name, value]] : []
  );
  return given.length === 0
    ? "/topics"
    : `/topics?${new URLSearchParams(given)}`;
}
