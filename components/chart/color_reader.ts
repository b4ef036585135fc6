/** Reads colors of the style sheet as they are where an element stands, by their name without dashes. */
export function colorReader(element: HTMLElement): (name: string) => string {
  return (name) => {
    // The value of a custom property itself may still depend on the scheme.
    element.style.color = `var(--${name})`;
    const { color } = getComputedStyle(element);
    element.style.removeProperty("color");
    return color;
  };
}
