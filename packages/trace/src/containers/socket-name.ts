/** The address of an event, `192.0.2.1:80` or `[::1]:80`; `undefined` without host or port. */
export function socketName(host: string | undefined, port: number | undefined): string | undefined {
  if (!host || !port) return undefined;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
