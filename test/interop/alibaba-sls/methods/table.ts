import { readFileSync } from 'node:fs';

export interface Row {
  readonly python: string;
  readonly ours: string;
}

/** The table in the README of `packages/alibaba-sls`: each method of the official SDK beside each of ours in its row. */
export function tableOfMethods(): readonly Row[] {
  const readme = readFileSync(new URL('../../../../packages/alibaba-sls/README.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| official SDK for Python \| here \|\n\|[-|]+\n(.*?)\n\n/s.exec(readme) ?? [];
  return table.split('\n').flatMap((line) => {
    const [theirs = '', ours = ''] = line.split('|').slice(1);
    return (
      namesIn(theirs, /`([a-z_0-9]+)`/g)
        // What follows `with` are arguments.
        .filter((name) => name.includes('_'))
        .flatMap((python) => namesIn(ours, /`(client\.\w+\.\w+)`/g).map((mine) => ({ python, ours: mine })))
    );
  });
}

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);
