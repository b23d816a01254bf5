/** The one spelling of a Python project's name. See the PyPA specification "Names and normalization". */
export function normalizePythonName(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}
