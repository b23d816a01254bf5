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

/** Absolute paths that an image's configuration names, in arguments too; none of them needs to exist. */
export function configuredPaths(config: ImageConfig): readonly ConfiguredPath[] {
  const paths: ConfiguredPath[] = [];
  const add = (member: string, text: string): void => {
    if (text.startsWith("/")) paths.push({ member, path: text });
  };
  for (const { member, words } of commandLines(config)) {
    for (const word of words) add(member, word);
  }
  add("WorkingDir", config.WorkingDir ?? "");
  for (const volume of Object.keys(config.Volumes ?? {})) add("Volumes", volume);
  return paths;
}

/** The programs that an image's configuration starts. */
export function configuredCommands(config: ImageConfig): readonly ConfiguredCommand[] {
  return commandLines(config).flatMap(({ member, words: [command] }) =>
    command === undefined ? [] : [{ member, command }],
  );
}

interface CommandLine {
  readonly member: string;
  readonly words: readonly string[];
}

function commandLines(config: ImageConfig): readonly CommandLine[] {
  const shell = config.Shell ?? ["/bin/sh", "-c"];
  const [form, ...test] = config.Healthcheck?.Test ?? [];
  const healthcheck =
    form === "CMD" ? test : form === "CMD-SHELL" ? [...shell, ...test.flatMap(shellWords)] : [];
  const start = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  return [
    { member: "Entrypoint and Cmd", words: [...start, ...start.slice(1).flatMap(shellWords)] },
    { member: "Healthcheck", words: healthcheck },
  ];
}

/** The words of a command line as far as they can be told without a shell. */
function shellWords(line: string): readonly string[] {
  return line.includes(" ") ? line.split(/[\s;&|<>()"'`]/).filter((word) => word !== "") : [];
}
