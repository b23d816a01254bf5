import type { CST } from "yaml";

/** Whether tokens of YAML hold more than `limit` collections inside one another. Any depth is fine. */
export function isDeeper(tokens: readonly CST.Token[], limit: number): boolean {
  const open = tokens.map((token) => ({ token, depth: 1 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > limit) return true;
    if ("value" in token && token.value) open.push({ token: token.value, depth });
    for (const { key, value } of "items" in token ? token.items : []) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return false;
}
