import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** Answers a request instead of the server behind; false leaves it to that one. */
export type Intercept = (
  request: IncomingMessage,
  response: ServerResponse,
  /** The whole body that the server behind would give. */
  body: () => Promise<Buffer>,
) => boolean | Promise<boolean>;

export interface Proxy {
  readonly host: string;
  /** The requests so far, in order. */
  readonly requests: readonly IncomingMessage[];
}

/** A server on the loopback address that hands to `target` what `intercept` does not answer, until the test ends. */
export async function startProxy(target: string, intercept: Intercept): Promise<Proxy> {
  const requests: IncomingMessage[] = [];
  const ask = (request: IncomingMessage, names: readonly string[]): Promise<Response> => {
    const headers = names.flatMap((name): [string, string][] => {
      const value = request.headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    });
    return fetch(`http://${target}${request.url}`, { headers, redirect: "manual" });
  };
  const server = createServer(async (request, response) => {
    requests.push(request);
    const body = async () =>
      Buffer.from(await (await ask(request, ["accept", "authorization"])).arrayBuffer());
    if (await intercept(request, response, body)) return;
    const answer = await ask(request, ["accept", "authorization", "range"]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, [...answer.headers].flat());
    response.end(bytes);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return { host: `127.0.0.1:${address.port}`, requests };
}
