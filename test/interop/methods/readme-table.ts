import { readFileSync } from 'node:fs';

export interface Row {
  /** Absent: no official SDK has it. */
  readonly theirs?: string;
  readonly ours: string;
}

/** The table in the README of a package under `packages`: each name of an official SDK beside each of ours in its row. */
export function readmeTable(cloud: string): readonly Row[] {
  const readme = readFileSync(new URL(`../../../packages/${cloud}/README.md`, import.meta.url), 'utf8');
  const [, table = ''] = /\n\| official [\w ]*SDK[\w ]* \| here \|\n\|[-|]+\n(.*?)\n\n/s.exec(readme) ?? [];
  return table.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split('|').slice(1);
    // What follows `with` are arguments.
    const theirs = namesIn(left.replace(/ with `\w+`/g, ''), /`(\w+)`/g);
    const ours = namesIn(right, /`(client\.\w+\.\w+)`/g);
    if (theirs.length === 0) return ours.map((mine) => ({ ours: mine }));
    return theirs.flatMap((name) => ours.map((mine) => ({ theirs: name, ours: mine })));
  });
}

/** Those of its rows that an official SDK has. */
export const officialRows = (cloud: string): readonly Required<Row>[] =>
  readmeTable(cloud).flatMap(({ theirs, ours }) => (theirs === undefined ? [] : [{ theirs, ours }]));

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);
