export function loadSnapshot() {}
