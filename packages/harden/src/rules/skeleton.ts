import type { KeepRule } from "../plan-context.ts";

/**
 * Keeps the folders that any program may expect (Filesystem Hierarchy Standard 3.0), the links that stand for one of
 * them, and the files by which a C library knows users and hosts.
 */
export const skeleton: KeepRule = {
  id: "skeleton",
  title:
    "Any program may expect it: the standard folders, and the files that name users and hosts.",
  *needs({ model }) {
    const reason = { rule: "skeleton" };
    for (const entry of model.index.children("/")) {
      if (entry.type === "directory") yield { path: entry.path, reason };
      else if (entry.type === "symlink") {
        const target = model.index.resolve(entry.path);
        if (target.found && target.entry.type === "directory") yield { path: entry.path, reason };
      }
    }
    for (const path of [...standardFolders, ...systemConfiguration]) yield { path, reason };
  },
};

const standardFolders = [
  "/run/lock",
  "/usr/bin",
  "/usr/lib",
  "/usr/local",
  "/usr/local/bin",
  "/usr/local/lib",
  "/usr/local/sbin",
  "/usr/local/share",
  "/usr/sbin",
  "/usr/share",
  "/var/cache",
  "/var/lib",
  "/var/lock",
  "/var/log",
  "/var/mail",
  "/var/run",
  "/var/spool",
  "/var/tmp",
];

const systemConfiguration = [
  "/etc/group",
  "/etc/gshadow",
  "/etc/host.conf",
  "/etc/hostname",
  "/etc/hosts",
  "/etc/nsswitch.conf",
  "/etc/passwd",
  "/etc/resolv.conf",
  "/etc/shadow",
  "/etc/subgid",
  "/etc/subuid",
  "/etc/timezone",
];
