import { createFileIndex } from "@coppice/image";
import type { Bom } from "@coppice/types";
import { withFolders } from "../grading/with-folders.ts";

/** Something that an image declares it does. */
export interface EntryPoint {
  /** `command`: what starts it; `healthcheck`: what asks after its health; `port`: where it takes connections. */
  readonly kind: "command" | "healthcheck" | "port";
  /** As the image's configuration declares it. */
  readonly declared: string;
}

/** An entry point with what would show that it was exercised; undefined when that cannot be told. */
export interface ObservableEntryPoint {
  readonly entryPoint: EntryPoint;
  /** Real path of the program, which would be executed. */
  readonly program?: string;
  /** TCP port, to which a connection would be made. */
  readonly port?: number;
}

/** What the configuration of an image declares: see the OCI image specification, "OCI Image Configuration". */
export function entryPointsOf({ subject, files }: Bom): readonly ObservableEntryPoint[] {
  const { config } = subject;
  if (config === undefined) return [];
  const index = createFileIndex(withFolders(files ?? []));
  const { Entrypoint = [], Cmd = [], Env = [], Healthcheck, ExposedPorts = {} } = config;
  const workingDirectory = config.WorkingDir || "/";
  const folders = searchPath(Env);
  const command = (kind: EntryPoint["kind"], words: readonly string[]): ObservableEntryPoint => {
    const entryPoint: EntryPoint = { kind, declared: words.join(" ") };
    const name = programOf(words);
    if (name === undefined) return { entryPoint };
    const paths = name.includes("/")
      ? [name.startsWith("/") ? name : `${workingDirectory}/${name}`]
      : folders.map((folder) => `${folder}/${name}`);
    for (const path of paths) {
      const resolution = index.resolve(path);
      if (!resolution.found || resolution.entry.type !== "file") continue;
      if ((resolution.entry.mode & 0o111) > 0) return { entryPoint, program: resolution.path };
    }
    return { entryPoint };
  };
  const commands: ObservableEntryPoint[] = [];
  if (Entrypoint.length > 0) commands.push(command("command", Entrypoint));
  // What an entry point is given is most often the command that it becomes in the end, but it may be options, and a shell
  // with a line of its own does nothing with it.
  if (Cmd.length > 0 && lineOf(Entrypoint) === undefined) {
    const given = command("command", Cmd);
    if (Entrypoint.length === 0 || given.program !== undefined) commands.push(given);
  }
  const [how, ...test] = Healthcheck?.Test ?? [];
  if (how === "CMD") commands.push(command("healthcheck", test));
  if (how === "CMD-SHELL") {
    commands.push(command("healthcheck", [...(config.Shell ?? ["/bin/sh", "-c"]), ...test]));
  }
  return [...commands, ...Object.keys(ExposedPorts).map(portOf)];
}

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

function searchPath(environment: readonly string[]): readonly string[] {
  const path = environment.find((variable) => variable.startsWith("PATH="))?.slice(5);
  return (path ?? defaultPath).split(":").filter((folder) => folder.startsWith("/"));
}

/** The program that a command runs; of a shell's line the first one, where no expansion makes it. */
function programOf(words: readonly string[]): string | undefined {
  if (!isShell(words)) return words[0];
  const line = lineOf(words);
  // A script that a shell is given is run by the shell.
  if (line === undefined) return words.some(isLineOption) ? undefined : words[0];
  const name = line
    .split(/[ \t]/)
    .find((word) => word !== "" && word !== "exec" && !/^[A-Za-z_]\w*=/.test(word));
  return name !== undefined && /^[\w./+-]+$/.test(name) ? name : undefined;
}

/** The line that a shell is to run: what follows `-c`, with other options before it or in the same word. */
function lineOf(words: readonly string[]): string | undefined {
  if (!isShell(words)) return undefined;
  const option = words.findIndex((word, at) => at > 0 && isLineOption(word));
  return option < 0 ? undefined : words[option + 1];
}

function isShell([program = ""]: readonly string[]): boolean {
  return /(?:^|\/)(?:a|ba|da|k|z)?sh$/.test(program);
}

function isLineOption(word: string): boolean {
  return /^-[a-z]*c$/.test(word);
}

/** `80/tcp`, or `80` for the same; a socket of UDP has no connections to see. */
function portOf(declared: string): ObservableEntryPoint {
  const entryPoint: EntryPoint = { kind: "port", declared };
  const [number = "", protocol = "tcp"] = declared.split("/");
  return protocol.toLowerCase() === "tcp" && /^\d{1,5}$/.test(number)
    ? { entryPoint, port: Number(number) }
    : { entryPoint };
}
