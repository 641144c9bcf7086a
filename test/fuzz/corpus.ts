import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzCase } from './fuzz-case.js';
import type { FuzzTarget, Outcome } from './fuzz-target.js';

/** A case worth keeping: hand-made, or once a finding. A file each, named after what it shows. */
export interface KeptCase {
  readonly file: string;
  readonly shows: string;
  /** What must come of it; absent where only the promises count. */
  readonly outcome: Outcome | undefined;
  readonly given: FuzzCase;
}

/** The JSON of such a file. The body stands there as text where it is text, else in hexadecimal digits. */
interface KeptFile {
  readonly shows: string;
  readonly outcome?: Outcome;
  readonly fields?: FuzzCase['fields'];
  readonly text?: string;
  readonly hex?: string;
}

export function readCorpus(folder: string, target: FuzzTarget['name']): KeptCase[] {
  return filesIn(join(folder, target)).map((file) => {
    const kept = JSON.parse(readFileSync(join(folder, target, file), 'utf8')) as KeptFile;
    const { shows, outcome, fields = {}, text, hex = '' } = kept;
    const body = text === undefined ? Buffer.from(hex, 'hex') : Buffer.from(text);
    return { file, shows, outcome, given: { fields, body } };
  });
}

/** Keeps a finding; answers the file's path. */
export function keepCase(
  folder: string,
  target: FuzzTarget['name'],
  { file, shows, given }: Omit<KeptCase, 'outcome'>,
): string {
  const { fields, body } = given;
  const text = body.toString('utf8');
  const isText = Buffer.from(text).equals(body) && /^[^\p{Cc}]*$/u.test(text);
  const kept: KeptFile = { shows, fields, ...(isText ? { text } : { hex: body.toString('hex') }) };
  const path = join(folder, target, file);
  mkdirSync(join(folder, target), { recursive: true });
  writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`);
  return path;
}

/** Each kept case once; answers what went wrong, a line each. */
export async function replayCorpus(
  target: FuzzTarget,
  kept: readonly KeptCase[],
  onCase: (index: number) => void = () => undefined,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const [index, { file, outcome, given }] of kept.entries()) {
    onCase(index);
    try {
      const came = await target.run(given);
      if (outcome !== undefined && came !== outcome) wrong.push(`${file}: ${came} instead of ${outcome}`);
    } catch (error) {
      wrong.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return wrong;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
