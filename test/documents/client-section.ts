import { join } from 'node:path';
import { folder, mistakesIn } from './mistakes.js';
import { sectionOf, textOf } from './pages.js';

/** The section of a package's README that shows its client. */
export interface ClientSection {
  readonly text: string;
  /** Its pieces of code, one after the other, are one program. */
  readonly program: string;
  /** What the compiler finds in the program, with more behind it. */
  problems(more?: string): readonly string[];
  /** The methods that its tables name, sorted: `client.logs.put`. */
  readonly methods: readonly string[];
  /** The options that its table has, sorted. */
  readonly options: readonly string[];
}

/** `door`: the function that makes the client, which heads the table of options. */
export function clientSection(packageFolder: string, door: string): ClientSection {
  const text = sectionOf(textOf(`packages/${packageFolder}/README.md`), 'All calls of the service');
  const program = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, piece]) => piece).join('\n');
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  const inCode = (rest: string, pattern: RegExp): string[] =>
    [...rest.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  return {
    text,
    program,
    problems: (more = '') => mistakesIn(new Map([[join(folder, 'readme-program.ts'), `${program}\n${more}`]])),
    methods: [...new Set(rows.flatMap((row) => inCode(row, /`(client\.\w+\.\w+)`/g)))].sort(),
    options: rows
      .filter((row) => !row.includes('`client.'))
      .flatMap((row) => inCode(row.split('|')[1] ?? '', /`(\w+)`/g))
      .filter((name) => name !== door)
      .sort(),
  };
}

/** All methods of a client, sorted, as the tables name them. */
export function methodsOf(client: object): readonly string[] {
  return Object.entries(client)
    .flatMap(([noun, calls]) =>
      typeof calls === 'object' ? Object.keys(calls as object).map((method) => `client.${noun}.${method}`) : [],
    )
    .sort();
}
