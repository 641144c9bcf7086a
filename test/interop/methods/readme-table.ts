import { readFileSync } from 'node:fs';

export interface Row {
  readonly theirs: string;
  readonly ours: string;
}

/** The table in the README of a package under `packages`: each name of an official SDK beside each of ours in its row. */
export function readmeTable(cloud: string): readonly Row[] {
  const readme = readFileSync(new URL(`../../../packages/${cloud}/README.md`, import.meta.url), 'utf8');
  const [, table = ''] = /\n\| official SDK[\w ]* \| here \|\n\|[-|]+\n(.*?)\n\n/s.exec(readme) ?? [];
  return table.split('\n').flatMap((line) => {
    const [theirs = '', ours = ''] = line.split('|').slice(1);
    // What follows `with` are arguments.
    return namesIn(theirs.replace(/ with `\w+`/g, ''), /`(\w+)`/g).flatMap((name) =>
      namesIn(ours, /`(client\.\w+\.\w+)`/g).map((mine) => ({ theirs: name, ours: mine })),
    );
  });
}

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);
