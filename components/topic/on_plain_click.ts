/** What a link does when it is clicked, unless that asks the browser for a new tab, a window or a download. */
export function onPlainClick(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (button !== 0 || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    act();
  };
}
