/**
 * What of a network address tells one sender from another: of IPv6 the first 64
 * bits, since the others are the sender's to choose.
 */
export function addressBlock(address: string): string {
  const [, mapped] = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":") : [];
  const zeros = Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...new Array<string>(zeros).fill("0"), ...rest];
  return all.slice(0, 4).map((group) => parseInt(group, 16).toString(16))
    .join(":");
}
