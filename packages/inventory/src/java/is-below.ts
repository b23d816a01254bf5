/** Whether a path is in a folder, at any depth. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder === "/" ? folder : `${folder}/`);
}
