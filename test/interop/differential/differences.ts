const SHOWN = 5;

/** Where lines differ: which line, and which of its parts, that `|` parts; the first few, and how many there are. */
export function differences(expected: readonly string[], found: readonly string[]): readonly string[] {
  const all: string[] = [];
  if (expected.length !== found.length) all.push(`${found.length} lines where ${expected.length} were put`);
  expected.forEach((line, i) => {
    const other = found[i];
    if (other === line || other === undefined) return;
    const [wanted, came] = [line.split('|'), other.split('|')];
    const at = wanted.findIndex((part, j) => part !== came[j]);
    const [first] = wanted;
    all.push(
      at < 0
        ? `line ${i}, ${first}: ${came.length - wanted.length} parts too many, the first is ${came[wanted.length]}`
        : `line ${i}, ${first}, part ${at}: "${came[at]}" where "${wanted[at]}" was put`,
    );
  });
  return all.length > SHOWN ? [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`] : all;
}
