import type { Classifier } from "./classifier.ts";
import { classifiers } from "./classifiers.ts";
import { type FileNamePattern, readyFileName } from "./ready-file-name.ts";

/** A classifier that may know a file, and the version in the file's name. */
export interface ClassifierMatch {
  readonly classifier: Classifier;
  readonly captured: string;
}

interface Entry {
  readonly classifier: Classifier;
  readonly pattern: FileNamePattern;
}

/** By the first two characters of names, as most names of a tree begin like none. */
const byHead = new Map<string, Entry[]>();
for (const classifier of classifiers) {
  for (const pattern of classifier.files.map(readyFileName)) {
    const head = pattern.head.slice(0, 2);
    const entries = byHead.get(head);
    if (entries) entries.push({ classifier, pattern });
    else byHead.set(head, [{ classifier, pattern }]);
  }
}

/** Asked for every file of a tree. */
const none: readonly ClassifierMatch[] = [];

/** The classifiers that know a file of this name, in the order of the table. */
export function findClassifiers(path: string): readonly ClassifierMatch[] {
  const at = path.lastIndexOf("/") + 1;
  const entries = byHead.get(path.slice(at, at + 2));
  if (entries === undefined) return none;
  return entries.flatMap(({ classifier, pattern }) => {
    const captured = path.startsWith(pattern.head, at) ? pattern.capture(path) : undefined;
    return captured === undefined ? [] : [{ classifier, captured }];
  });
}
