import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pages } from '../documents/pages.js';

const root = new URL('../../', import.meta.url);

test.each(pages)('every file that %s names exists', (page) => {
  const text = readFileSync(new URL(page, root), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
    ([, path = '']) => new URL(path, new URL(page, root)),
  );
  const tests = [...text.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, path = '']) => new URL(path, root));
  const named = [...links, ...tests].map((url) => url.pathname);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

/** The names under which a page's headings can be linked to. */
function anchorsIn(url: URL): readonly string[] {
  const headings = [...readFileSync(url, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('every heading that %s links to exists', (page) => {
  const url = new URL(page, root);
  const links = [...readFileSync(url, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
  const broken = links.filter(([, path = '', anchor = '']) => {
    const target = path === '' ? url : new URL(path, url);
    return target.pathname.endsWith('.md') && !anchorsIn(target).includes(anchor);
  });
  expect(broken.map(([link]) => link)).toEqual([]);
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
