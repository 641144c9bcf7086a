import type { Draw } from '../draw.js';
import { notUtf8 } from '../log-groups/texts.js';
import { type JsonMember, type JsonTree, raw, treeOf, writeTree } from './json-writer.js';
import { plainJson } from './plain-json.js';

/** Values that are none, or not where they stand, or hard to read. */
const NASTY = [
  ...['', ' ', '+1', '01', '-', '1.', '.5', '1e', '1e+', '0x10', 'NaN', 'Infinity', '-01', '00', '1_000', '--1'],
  ...[
    '"',
    '"\\',
    '"\\"',
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\ud83d"',
    '"\\ud83d\\ude00"',
    "'a'",
    '"a""b"',
    '"\u0001"',
  ],
  ...[
    'tru',
    'True',
    'nulll',
    'undefined',
    'null',
    '{}',
    '[]',
    '{,}',
    '[,]',
    '[1,]',
    '{"a"}',
    '{"a":}',
    '{1:2}',
    '{"a":1,}',
  ],
  ...['"next"', '"1"', '0', '-1', '1.0', '1e3', '9223372036854775807', '9223372036854775808', '"9223372036854775807"'],
  ...['"007"', '"\\u0031"', '"\\u0031\\u0031\\u0031\\u0031"', '9'.repeat(401), `"${'9'.repeat(401)}"`],
  ...[
    `${'['.repeat(90)}${']'.repeat(90)}`,
    `${'['.repeat(200)}${']'.repeat(200)}`,
    '['.repeat(3000),
    '{"a":'.repeat(300),
  ],
  ...[
    '"\u007f"',
    '"\u2028"',
    '"\uFEFF"',
    '\uFEFF1',
    '1 2',
    '1,2',
    '}',
    ']',
    '{"labels":{}}',
    '{"labels":{},"labels":{}}',
  ],
];

const NAMES = [
  'logs',
  'next',
  'labels',
  'count',
  '__time__',
  'log_content',
  '__proto__',
  '',
  'l\\u006fgs',
  'lab\\u0065ls',
];

/** A place in a tree where something else can be put. */
interface Place {
  readonly tree: JsonTree;
  readonly put: (tree: JsonTree) => void;
  readonly drop: () => void;
  readonly repeat: () => void;
}

/** One to three changes to a valid body where its form means something; it stays as it is. */
export function mutatedBody(draw: Draw, one: Buffer, other: Buffer): Buffer {
  const root = { tree: treeIn(one) };
  const others = placesIn({ tree: treeIn(other) });
  for (let left = draw.between(1, 3); left > 0; left--) {
    const { tree, put, drop, repeat } = draw.pick(placesIn(root));
    switch (draw.below(7)) {
      case 0:
        drop();
        break;
      case 1:
        repeat();
        break;
      case 2:
        put(copyOf(draw.pick(others).tree));
        break;
      case 3:
        if (tree.kind === 'raw') put({ kind: 'raw', bytes: changedBytes(draw, tree.bytes) });
        break;
      case 4:
        put(draw.chance(0.5) ? { kind: 'list', items: [tree] } : { kind: 'object', members: [[raw('"a"'), tree]] });
        break;
      case 5:
        if (tree.kind === 'object') {
          const value = draw.chance(0.5) ? raw(draw.pick(NASTY)) : copyOf(draw.pick(others).tree);
          tree.members.splice(draw.below(tree.members.length + 1), 0, [raw(`"${draw.pick(NAMES)}"`), value]);
        }
        break;
      default:
        put(raw(draw.pick(NASTY)));
    }
  }
  return writeTree(draw, root.tree);
}

/** Bytes in a text or a number: bad UTF-8, a character that must be escaped, one that changes where it ends. */
function changedBytes(draw: Draw, bytes: Buffer): Buffer {
  const at = draw.below(bytes.length + 1);
  const piece = draw.pick([
    notUtf8(draw),
    ...[
      '"',
      '\\',
      '\\n',
      '\\u00e9',
      '\\ud83d',
      '\t',
      '\u0000',
      '\u001f',
      ' ',
      ',',
      '}',
      '0',
      '9',
      '-',
      '.',
      'e',
      'é',
    ].map((text) => Buffer.from(text)),
  ]);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + draw.below(2))]);
}

function treeIn(body: Buffer): JsonTree {
  const value = plainJson(body);
  if (value === undefined) throw new Error('a valid body is none');
  return treeOf(value);
}

function placesIn(root: { tree: JsonTree }): Place[] {
  const places: Place[] = [];
  const add = (tree: JsonTree, place: Omit<Place, 'tree'>): void => {
    places.push({ tree, ...place });
    if (tree.kind === 'raw') return;
    const list: unknown[] = tree.kind === 'list' ? tree.items : tree.members;
    for (const [i, each] of list.entries()) {
      const drop = (): void => {
        list.splice(list.indexOf(each), 1);
      };
      const repeat = (): void => {
        list.splice(i, 0, tree.kind === 'list' ? copyOf(each as JsonTree) : copyOfMember(each as JsonMember));
      };
      if (tree.kind === 'list') {
        add(each as JsonTree, { put: (next) => put(tree.items, i, next), drop, repeat });
      } else {
        const [name, value] = each as JsonMember;
        const swap = (next: JsonMember): void => put(tree.members, i, next);
        add(name, { put: (next) => swap([next, value]), drop, repeat });
        add(value, { put: (next) => swap([name, next]), drop, repeat });
      }
    }
  };
  const nothing = (): void => {
    root.tree = raw('');
  };
  add(root.tree, {
    put: (next) => {
      root.tree = next;
    },
    drop: nothing,
    repeat: () => {
      root.tree = { kind: 'raw', bytes: Buffer.from('{}{}') };
    },
  });
  return places;
}

/** What stands in two places must not be one thing, or it could come to stand in itself. */
function copyOf(tree: JsonTree): JsonTree {
  if (tree.kind === 'raw') return raw(tree.bytes);
  if (tree.kind === 'list') return { kind: 'list', items: tree.items.map(copyOf) };
  return { kind: 'object', members: tree.members.map(copyOfMember) };
}

const copyOfMember = ([name, value]: JsonMember): JsonMember => [copyOf(name), copyOf(value)];

function put<T>(list: T[], at: number, next: T): void {
  list[at] = next;
}
