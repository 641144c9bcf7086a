import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

test.each(['README.md', 'CONTRIBUTING.md', 'docs/design.md', 'docs/driver-guide.md', 'docs/events.md'])(
  'every file that %s names exists',
  (page) => {
    const text = readFileSync(new URL(page, root), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, path = '']) => new URL(path, new URL(page, root)),
    );
    const tests = [...text.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, path = '']) => new URL(path, root));
    const named = [...links, ...tests].map((url) => url.pathname);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  },
);
