import type { Draw } from '../draw.js';
import { someName, someValue } from '../log-groups/texts.js';
import { type JsonObject, type JsonTree, raw, writeText, writeTree } from './json-writer.js';

/** Numbers as they may be written, and which must keep all their digits. */
const NUMBERS = [
  ...['0', '-0', '7', '-1', '200', '9007199254740993', '-9223372036854775808', '18446744073709551616'],
  ...['1.10', '0.001', '-0.5', '1e3', '1E+308', '1e-400', '1.7000000000000000001e18', '9'.repeat(60), '9'.repeat(400)],
];
const WORDS = ['true', 'false', 'null'];
const NESTED = ['{}', '[]', '[[],{}]', '{"a":{"a":[1, "]}\\""]}}', '[ "é", null ]', '{"log_content":"inner"}'];
const SERVICE_NAMES = ['hostName', 'hostIP', 'pathFile', 'category', 'podName', 'hostId'];
const TIME_NAMES = ['__time__', 'lineNum', 'collectTime'];
const CONTENT_NAMES = ['log_content', 'content'];

/** Members that nobody asks for. */
const STRANGERS: readonly (readonly [string, string])[] = [
  ['count2', '1'],
  ['', '"x"'],
  ['logs ', '[]'],
  ['LOGS', '{"labels":7}'],
  ['更多', '[{},[1.5e-3,-0,true],{"next":"x"}]'],
  ['isQueryComplete', 'true'],
];

/** An answer that begins at `from`, as the service gives it, or might give it. */
export function validBody(draw: Draw, from: bigint, count: number = draw.pick([0, 0, 1, 1, 2, 3, 5, 8])): Buffer {
  return writeTree(draw, validAnswer(draw, from, count));
}

function validAnswer(draw: Draw, from: bigint, count: number): JsonObject {
  const alike = draw.chance(0.6) ? namesOf(draw) : undefined;
  const logs = Array.from({ length: count }, () => logOf(draw, alike ?? namesOf(draw)));
  const next = String(from + BigInt(count));
  const members: [string, JsonTree][] = [
    ['count', raw(String(count))],
    ['next', raw(draw.chance(0.2) ? `"${next}"` : next)],
    ['logs', count === 0 && draw.chance(0.3) ? raw('null') : { kind: 'list', items: logs }],
  ];
  if (draw.chance(0.2)) members.push(stranger(draw));
  return objectOf(draw, draw.chance(0.3) ? draw.shuffled(members) : members);
}

const stranger = (draw: Draw): [string, JsonTree] => {
  const [name, value] = draw.pick(STRANGERS);
  return [name, raw(value)];
};

const objectOf = (draw: Draw, members: readonly [string, JsonTree][]): JsonObject => ({
  kind: 'object',
  members: members.map(([name, value]) => [
    draw.chance(0.03) ? writeText(draw, name) : raw(JSON.stringify(name)),
    value,
  ]),
});

function logOf(draw: Draw, names: readonly string[]): JsonTree {
  if (draw.chance(0.04)) return objectOf(draw, draw.chance(0.5) ? [] : [['labels', raw('null')]]);
  const labels: JsonObject = {
    kind: 'object',
    members: names.map((name) => [nameOf(draw, name), labelOf(draw, name)]),
  };
  const members: [string, JsonTree][] = [['labels', labels]];
  if (draw.chance(0.06)) members.push(stranger(draw));
  return objectOf(draw, draw.chance(0.2) ? draw.shuffled(members) : members);
}

function namesOf(draw: Draw): string[] {
  const names = Array.from({ length: draw.pick([0, 1, 2, 3, 4, 6, 12]) }, () => someName(draw));
  if (draw.chance(0.6)) names.push(draw.pick(CONTENT_NAMES));
  if (draw.chance(0.5)) names.push(...SERVICE_NAMES.slice(draw.below(SERVICE_NAMES.length)));
  if (draw.chance(0.7)) names.push(...draw.shuffled(TIME_NAMES).slice(draw.below(3)));
  if (draw.chance(0.03)) names.push(...names);
  return draw.chance(0.2) ? draw.shuffled(names) : names;
}

function nameOf(draw: Draw, name: string): JsonTree {
  return draw.chance(0.02) ? writeText(draw, draw.bytes(draw.below(6))) : writeText(draw, name);
}

function labelOf(draw: Draw, name: string): JsonTree {
  if (TIME_NAMES.includes(name)) return timeOf(draw, name);
  switch (draw.below(12)) {
    case 0:
    case 1:
      return raw(draw.pick(NUMBERS));
    case 2:
      return raw(draw.pick(draw.chance(0.5) ? WORDS : NESTED));
    case 3:
      return raw(String(draw.below(1e6)));
    case 4:
      return writeText(
        draw,
        draw.pick(['say "hi"', 'C:\\dir\\', '\\', '"', 'a\nb\tc', '\u0000', '\uD800', '"labels":{']),
      );
    case 5:
      return writeText(draw, draw.pick(NUMBERS));
    default:
      return writeText(draw, someValue(draw));
  }
}

/** Times as text and as numbers, which fit together or do not; and what is no time. */
function timeOf(draw: Draw, name: string): JsonTree {
  const ms = 1_700_000_000_000n + BigInt(draw.below(3));
  const digits = String(name === 'lineNum' ? ms * 1_000_000n + BigInt(draw.below(1e6)) : ms);
  const form = draw.below(12);
  if (form === 0) return writeText(draw, draw.pick(['', '-1', '1e3', ' 7', '12345678901234567890', '٣', '007', '1.5']));
  if (form === 1) return raw(draw.pick(NUMBERS));
  return raw(form < 4 ? digits : `"${digits}"`);
}
