/** By `<registry>: <package>`: what the registry's own client answered when it was asked for the package. */
export type Absences = ReadonlyMap<string, string>;

/**
 * Reads `absent.md`: a heading `## <registry>: <package>` for each, with a fenced block below it. Throws where a heading has no
 * answer: to be told absent, a package must have been asked for.
 */
export function parseAbsences(markdown: string): Absences {
  const absences = new Map<string, string>();
  for (const section of markdown.split(/^## /m).slice(1)) {
    const mark = section.indexOf('\n');
    const name = (mark < 0 ? section : section.slice(0, mark)).trim();
    if (!/^[^\s:]+: \S+$/.test(name)) throw new Error(`absent.md: "${name}" is not "<registry>: <package>".`);
    if (absences.has(name)) throw new Error(`absent.md: "${name}" stands there twice.`);
    const answer = /^```[^\n]*\n(.*?)^```/ms.exec(section)?.[1]?.trim() ?? '';
    if (answer === '') throw new Error(`absent.md: "${name}" has no answer of the registry's client below it.`);
    absences.set(name, answer);
  }
  return absences;
}
