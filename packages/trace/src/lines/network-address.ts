/** An address and a port as a {@link NetworkEvent} has them. */
export function networkAddress(address: string, port: string): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
