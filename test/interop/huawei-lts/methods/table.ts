import { readFileSync } from 'node:fs';

export interface Row {
  /** As `CreateLogGroup`. Absent: no SDK has it. */
  readonly official?: string;
  readonly ours: string;
}

/** The table in the README of `packages/huawei-lts`: each call of the official SDKs beside each of ours in its row. */
export function tableOfMethods(): readonly Row[] {
  const readme = readFileSync(new URL('../../../../packages/huawei-lts/README.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| official general SDK \| here \|\n\|[-|]+\n(.*?)\n\n/s.exec(readme) ?? [];
  return table.split('\n').flatMap((line) => {
    const [theirs = '', mine = ''] = line.split('|').slice(1);
    const ours = namesIn(mine, /`(client\.\w+\.\w+)`/g);
    const officials = namesIn(theirs, /`(\w+)`/g);
    if (officials.length === 0) return ours.map((each) => ({ ours: each }));
    return officials.flatMap((official) => ours.map((each) => ({ official, ours: each })));
  });
}

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);
