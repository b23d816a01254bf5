import type { KeepRule } from "../plan-context.ts";

/** Keeps the files by which a scanner knows the distribution; without them no advisory can be matched. */
export const osIdentity: KeepRule = {
  id: "os-identity",
  title: "It names the distribution; without it no scanner can match an advisory.",
  *needs() {
    for (const path of ["/etc/os-release", "/usr/lib/os-release", "/etc/debian_version"]) {
      yield { path, reason: { rule: "os-identity" } };
    }
  },
};
