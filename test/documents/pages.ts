import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root: string = resolve(import.meta.dirname, '../..');

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md'));

const readmesIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}/README.md`)
    .filter((path) => existsSync(join(root, path)));

/** What is told in `docs/`. */
export const docs: readonly string[] = filesIn('docs').sort();

/** Everything that somebody reads to learn of this library. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  ...docs,
  ...readmesIn('packages'),
  ...readmesIn('examples'),
];

export const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

export interface Snippet {
  readonly page: string;
  /** What stands behind the fence: `ts`, `yaml`, `sh`. */
  readonly language: string;
  /** Of the fence, from 1. */
  readonly line: number;
  readonly code: string;
  /** `docs/concepts.md:12`. */
  readonly place: string;
}

/** The fenced blocks of a page in one of these languages, in order. */
export function snippetsIn(page: string, ...languages: readonly string[]): readonly Snippet[] {
  const text = textOf(page);
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .map((found) => {
      const line = text.slice(0, found.index).split('\n').length;
      return { page, language: found[1] ?? '', line, code: found[2] ?? '', place: `${page}:${line}` };
    })
    .filter(({ language }) => languages.includes(language));
}

/** The cells of the rows of all tables of a text whose first cell is code. */
export function rowsIn(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

/** What stands under a heading of the second level. */
export function sectionOf(text: string, heading: string): string {
  const [, section] = text.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`There is no heading "${heading}".`);
  return section.split('\n## ')[0] ?? '';
}
