/** Reads colors of the style sheet as they are now where an element stands, by their name without dashes. */
export function colorReader(element: HTMLElement): (name: string) => string {
  const colors = new Map<string, string>();
  return (name) => {
    const known = colors.get(name);
    if (known !== undefined) return known;
    // The value of a custom property itself may still depend on the scheme.
    element.style.color = `var(--${name})`;
    const { color } = getComputedStyle(element);
    element.style.removeProperty("color");
    colors.set(name, color);
    return color;
  };
}
