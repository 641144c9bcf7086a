import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);

function eachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => eachNode(child, visit));
}

/** By kind: the fields that the type gives an event of it, in order, `?` for one that may be absent. */
function typedEvents(): ReadonlyMap<string, readonly string[]> {
  const events = new Map<string, readonly string[]>();
  eachNode(parse('packages/core/src/observe/events.ts'), (node) => {
    if (!ts.isTypeLiteralNode(node)) return;
    const members = node.members.filter(ts.isPropertySignature);
    const kind = members.find((member) => member.name.getText() === 'kind')?.type;
    if (!kind || !ts.isLiteralTypeNode(kind) || !ts.isStringLiteral(kind.literal)) return;
    const fields = members.filter((member) => member.name.getText() !== 'kind');
    events.set(
      kind.literal.text,
      fields.map((member) => `\`${member.name.getText()}\`${member.questionToken ? '?' : ''}`),
    );
  });
  return events;
}

/** By kind: the level, or the levels that its function chooses from. */
function loggedLevels(): ReadonlyMap<string, readonly string[]> {
  const levels = new Map<string, readonly string[]>();
  eachNode(parse('packages/core/src/observe/log-line.ts'), (node) => {
    if (!ts.isPropertyAssignment(node) || !ts.isStringLiteral(node.name)) return;
    const named: string[] = [];
    eachNode(node.initializer, (part) => {
      if (ts.isStringLiteral(part)) named.push(part.text);
    });
    levels.set(node.name.text, named.sort());
  });
  return levels;
}

interface Row {
  readonly kind: string;
  readonly levels: readonly string[];
  readonly fields: readonly string[];
  readonly when: string;
}

function documented(): readonly Row[] {
  const lines = readFileSync(join(root, 'docs/events.md'), 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('| `polylog:'))
    .map((line) => {
      const [, channel = '', level = '', fields = '', when = ''] = line.split('|').map((cell) => cell.trim());
      return {
        kind: channel.slice('`polylog:'.length, -1),
        levels: level
          .split(', ')
          .map((each) => each.split(' ')[0] ?? '')
          .sort(),
        fields: fields.split(', '),
        when,
      };
    });
}

test('docs/events.md lists every event once, and no other', () => {
  expect(typedEvents().size).toBeGreaterThan(25);
  expect(
    documented()
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual([...typedEvents().keys()].sort());
});

test.each(documented())(
  'docs/events.md gives $kind the fields of its type, its log level, and says when it comes',
  (row) => {
    expect(row.fields).toEqual(typedEvents().get(row.kind));
    expect(row.levels).toEqual(loggedLevels().get(row.kind));
    expect(row.when).toMatch(/\.$/);
  },
);
