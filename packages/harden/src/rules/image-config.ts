import type { ImageConfig } from "@coppice/types";
import type { KeepRule } from "../plan-context.ts";
import { findCommand } from "../requirement.ts";

/** Keeps what the image's configuration names: entrypoint, command, health check, working folder, volumes. */
export const imageConfig: KeepRule = {
  id: "image-config",
  title: "The image's configuration names it.",
  *needs({ model }) {
    const config = model.bom.subject.config ?? {};
    for (const { member, path } of configuredPaths(config)) {
      yield { path, reason: { rule: "image-config", because: member } };
    }
    for (const { member, command } of configuredCommands(config)) {
      const found = command.includes("/") ? undefined : findCommand(model, command);
      for (const path of found ? [...found.links, found.path] : []) {
        yield { path, reason: { rule: "image-config", because: member, detail: command } };
      }
    }
  },
};

/** A path that an image's configuration names, and the member that names it. */
export interface ConfiguredPath {
  readonly member: string;
  readonly path: string;
}

/** A program that an image's configuration starts, and the member that starts it. */
export interface ConfiguredCommand {
  readonly member: string;
  readonly command: string;
}

/** Paths that an image's configuration names, in arguments too, from the root; none of them needs to exist. */
export function configuredPaths(config: ImageConfig): readonly ConfiguredPath[] {
  const { WorkingDir: folder = "" } = config;
  const words = commandLines(config).flatMap(({ member, words }) =>
    words.map((word) => ({ member, path: word.startsWith("/") ? word : `${folder}/${word}` })),
  );
  const volumes = Object.keys(config.Volumes ?? {});
  return [
    ...words,
    ...(folder === "" ? [] : [{ member: "WorkingDir", path: folder }]),
    ...volumes.map((path) => ({ member: "Volumes", path })),
  ];
}

/** The programs that an image's configuration starts, as far as that can be told without a shell. */
export function configuredCommands(config: ImageConfig): readonly ConfiguredCommand[] {
  return commandLines(config).flatMap(({ member, commands }) =>
    commands.map((command) => ({ member, command })),
  );
}

interface CommandLine {
  readonly member: string;
  readonly words: readonly string[];
  readonly commands: readonly string[];
}

function commandLines({ Entrypoint = [], Cmd = [], ...config }: ImageConfig): CommandLine[] {
  const [form, ...test] = config.Healthcheck?.Test ?? [];
  const shell = config.Shell ?? ["/bin/sh", "-c"];
  const healthcheck = form === "CMD-SHELL" ? [...shell, ...test] : form === "CMD" ? test : [];
  const start = commandLine("Entrypoint and Cmd", [...Entrypoint, ...Cmd]);
  // An entrypoint mostly ends in `exec "$@"`.
  const commands = [...start.commands, ...Cmd.slice(0, 1)];
  return [{ ...start, commands }, commandLine("Healthcheck", healthcheck)];
}

function commandLine(member: string, words: readonly string[]): CommandLine {
  const lines = words.filter((_, at) => /^-[a-z]*c$/.test(words[at - 1] ?? ""));
  return {
    member,
    words: [...words, ...words.slice(1).flatMap(shellWords)].filter((word) => word !== ""),
    commands: [...words.slice(0, 1), ...lines.flatMap(shellCommands)],
  };
}

function shellWords(line: string): readonly string[] {
  return line.split(/[\s;&|<>()"'`]/);
}

/** What stands before a command and is none, and commands that a shell has itself (POSIX, "Shell Command Language"). */
const shellPrefix = /^(?:\w+=.*|!|\{|command|do|elif|else|exec|if|then|time|until|while)?$/;
const shellBuiltins: ReadonlySet<string> = new Set([
  "[",
  "echo",
  "false",
  "kill",
  "printf",
  "pwd",
  "test",
  "true",
]);

/** The commands of a shell's line: the first word of each part of it. */
function shellCommands(line: string): readonly string[] {
  return line.split(/[;&|()`\n]/).flatMap((part) => {
    const command = shellWords(part).find((word) => !shellPrefix.test(word));
    return command === undefined || shellBuiltins.has(command) ? [] : [command];
  });
}
