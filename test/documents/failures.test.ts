import ts from 'typescript';
import { expect, test } from 'vitest';
import { reactionTo } from '../../packages/core/src/errors/reaction.js';
import type { ErrorCode } from '../../packages/core/src/index.js';
import { rowsIn, sectionOf, textOf } from './pages.js';

const page = textOf('docs/failures.md');

/** The members of a union of texts. */
function membersOf(file: string, type: string): readonly string[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const declared = source.statements.filter(ts.isTypeAliasDeclaration).find(({ name }) => name.text === type);
  if (!declared || !ts.isUnionTypeNode(declared.type)) throw new Error(`${file} has no union ${type}.`);
  return declared.type.types.map((member) => member.getText().slice(1, -1));
}

const codes = membersOf('packages/core/src/errors/code.ts', 'ErrorCode') as readonly ErrorCode[];

test('docs/failures.md lists every error code once, and no other, with what the consumer does', () => {
  expect(codes.length).toBeGreaterThan(10);
  const [overview = ''] = page.split('\n## ');
  const listed = rowsLinkingIn(overview).map(([code, reaction]) => `${code} ${reaction}`);
  expect(listed).toEqual(codes.map((code) => `${code} ${reactionTo(code)}`));
});

test.each(codes)('docs/failures.md says of %s when it comes, what the consumer does, and what you do', (code) => {
  const section = sectionOf(page, code);
  for (const part of ['**When.**', '**The consumer', '**You**']) expect(section).toContain(part);
});

test('docs/failures.md lists every kind of problem of a configuration, and no other', () => {
  const listed = rowsIn(sectionOf(page, 'Of a configuration')).map(([kind = '']) => kind.slice(1, -1));
  expect(listed).toEqual(membersOf('packages/config/src/config-problem.ts', 'ConfigProblemKind'));
});

/** Rows that begin with a link to a section of its name. */
function rowsLinkingIn(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/^\| \[`([\w-]+)`\]\(#\1\) \| (\w+) \|/gm)].map(([, code = '', reaction = '']) => [
    code,
    reaction,
  ]);
}
