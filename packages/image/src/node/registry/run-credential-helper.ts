import { execFile } from "node:child_process";
import { ImageError, type RegistryCredentials } from "@coppice/image";

/**
 * Asks the program `docker-credential-NAME` for what it keeps for a registry; undefined when that is nothing. Protocol of
 * `docker-credential-helpers`.
 */
export async function runCredentialHelper(
  name: string,
  registry: string,
): Promise<RegistryCredentials | undefined> {
  const program = `docker-credential-${name}`;
  // The name comes from a file; a slash in it would make it a path.
  if (!nameForm.test(name)) throw failed(program, "has a false name");
  const server = registry === "docker.io" ? "https://index.docker.io/v1/" : registry;
  const { error, output } = await ask(program, server);
  if (error && output.includes("credentials not found")) return undefined;
  if (error) throw failed(program, `failed for ${registry}`, error);
  const { Username: username, Secret: secret } = parseAnswer(program, output);
  if (typeof username !== "string" || typeof secret !== "string" || secret === "") return undefined;
  return username === "<token>"
    ? { kind: "identity-token", token: secret }
    : { kind: "password", username, password: secret };
}

const nameForm = /^[A-Za-z0-9_.-]+$/;

function ask(
  program: string,
  server: string,
): Promise<{ readonly error: Error | null; readonly output: string }> {
  return new Promise((resolve) => {
    const options = { timeout: 30_000, maxBuffer: 1 << 20 };
    const child = execFile(program, ["get"], options, (error, output) =>
      resolve({ error, output }),
    );
    // A program that ends without reading says by its status what went wrong.
    child.stdin?.on("error", () => {});
    child.stdin?.end(server);
  });
}

function parseAnswer(program: string, output: string): { readonly [member: string]: unknown } {
  try {
    const value: unknown = JSON.parse(output);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // What it printed may be a secret, which no message may show.
  }
  throw failed(program, "gave no JSON object");
}

function failed(program: string, what: string, cause?: Error): ImageError {
  const message = `${program} ${what}; check that it is installed, and log in again`;
  return new ImageError("REGISTRY_DENIED", message, { cause });
}
