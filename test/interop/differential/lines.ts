import { createHash } from 'node:crypto';

/** A text, or bytes, by its length and the start of its MD5: enough to find a difference, and short enough to show. */
export function digest(value: string | Uint8Array): string {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return `${bytes.length}:${createHash('md5').update(bytes).digest('hex').slice(0, 8)}`;
}

const SHOWN = 5;

/**
 * Where lines differ, whose parts are set apart by `|` and of which the first names the shard: which line, and which part of it.
 * The first few, and how many there are. `what` is what a line stands for, in the plural.
 */
export function differences(expected: readonly string[], found: readonly string[], what: string): readonly string[] {
  const all: string[] = [];
  if (expected.length !== found.length) all.push(`${found.length} ${what} where ${expected.length} were put`);
  expected.forEach((line, i) => {
    const other = found[i];
    if (other === line || other === undefined) return;
    const [wanted, came] = [line.split('|'), other.split('|')];
    const at = wanted.findIndex((part, j) => part !== came[j]);
    const [shard] = wanted;
    all.push(
      at < 0
        ? `line ${i}, shard ${shard}: ${came.length - wanted.length} parts too many, the first is ${came[wanted.length]}`
        : `line ${i}, shard ${shard}, part ${at}: "${came[at]}" where "${wanted[at]}" was put`,
    );
  });
  return all.length > SHOWN ? [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`] : all;
}
