import type { KeepRule } from "../plan-context.ts";

/** Keeps what the policy names: packages with all their files, paths with all below them. */
export const policyKept: KeepRule = {
  id: "policy",
  title: "The policy names it.",
  *needs({ model, policy }) {
    const names = new Set(policy.keepPackages);
    for (const found of model.bom.packages) {
      if (!names.has(found.name)) continue;
      yield { package: found.id, reason: { rule: "policy" } };
      for (const { path } of model.filesOf.get(found.id) ?? []) {
        yield { path, reason: { rule: "policy", because: found.id } };
      }
    }
    for (const path of policy.keepPaths) {
      yield { path, reason: { rule: "policy" } };
      const resolved = model.index.resolve(path);
      if (!resolved.found) continue;
      const pending = [resolved.path];
      for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
        yield { path: at, reason: { rule: "policy", because: path } };
        for (const child of model.index.children(at)) pending.push(child.path);
      }
    }
  },
};
