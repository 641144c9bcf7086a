import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

const packages = readdirSync(new URL('packages/', root)).map((name) => `packages/${name}/README.md`);
const docs = readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`);
const pages = ['README.md', 'CONTRIBUTING.md', ...docs, ...packages].filter(
  (page) => page.endsWith('.md') && existsSync(new URL(page, root)),
);

test.each(pages)('every file that %s names exists', (page) => {
  const text = readFileSync(new URL(page, root), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
    ([, path = '']) => new URL(path, new URL(page, root)),
  );
  const tests = [...text.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, path = '']) => new URL(path, root));
  const named = [...links, ...tests].map((url) => url.pathname);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test('the two interfaces of the seam have as many lines as the pages about them say', () => {
  const seam = readFileSync(new URL('packages/core/src/driver.ts', root), 'utf8');
  const lines = ['LogDriver', 'Membership']
    .map((name) => new RegExp(`^export interface ${name} \\{.*?^\\}`, 'ms').exec(seam)?.[0].split('\n').length ?? 0)
    .reduce((sum, count) => sum + count);
  for (const page of ['docs/design.md', 'docs/driver-guide.md']) {
    expect(readFileSync(new URL(page, root), 'utf8')).toContain(`${lines} lines`);
  }
});
