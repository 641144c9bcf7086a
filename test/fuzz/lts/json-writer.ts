import type { Draw } from '../draw.js';
import type { PlainValue } from './plain-json.js';

/** A value that can be changed and written, wrongly if need be. */
export type JsonTree = JsonObject | JsonList | JsonRaw;

export interface JsonObject {
  readonly kind: 'object';
  members: JsonMember[];
}

export type JsonMember = [name: JsonTree, value: JsonTree];

export interface JsonList {
  readonly kind: 'list';
  items: JsonTree[];
}

/** Bytes as they are to stand there. */
export interface JsonRaw {
  readonly kind: 'raw';
  bytes: Buffer;
}

export const raw = (bytes: string | Buffer): JsonRaw => ({ kind: 'raw', bytes: Buffer.from(bytes as string) });

/** Texts, numbers and words keep the form in which they stood. */
export function treeOf(value: PlainValue): JsonTree {
  switch (value.kind) {
    case 'object':
      return { kind: 'object', members: value.members.map(([name, each]) => [raw(name.source), treeOf(each)]) };
    case 'list':
      return { kind: 'list', items: value.items.map(treeOf) };
    default:
      return raw(value.source);
  }
}

const SPACES = ['', '', '', '', '', ' ', '\n', '\r\n\t', '  '];

/** Most often as encoders write it, without any white space. */
export function writeTree(draw: Draw, tree: JsonTree): Buffer {
  const isSpaced = draw.chance(0.15);
  const space = (): string => (isSpaced ? draw.pick(SPACES) : '');
  const write = (one: JsonTree): Buffer => {
    if (one.kind === 'raw') return one.bytes;
    if (one.kind === 'list') return framed('[', one.items.map(write), ']');
    const members = one.members.map(([name, value]) =>
      Buffer.concat([write(name), Buffer.from(`${space()}:${space()}`), write(value)]),
    );
    return framed('{', members, '}');
  };
  const framed = (open: string, parts: readonly Buffer[], close: string): Buffer =>
    Buffer.concat([
      Buffer.from(open + space()),
      ...parts.flatMap((part, i) => [Buffer.from(i === 0 ? '' : `${space()},${space()}`), part]),
      Buffer.from(space() + close),
    ]);
  return Buffer.concat([Buffer.from(space()), write(tree), Buffer.from(space())]);
}

/** A text, in one of the forms in which it may be written. Bytes that are no UTF-8 are written as they are. */
export function writeText(draw: Draw, text: string | Buffer): JsonRaw {
  if (typeof text !== 'string') return raw(Buffer.concat([Buffer.from('"'), escapedBytes(text), Buffer.from('"')]));
  const json = JSON.stringify(text);
  switch (draw.below(9)) {
    case 0:
      return raw(json.replaceAll('/', '\\/'));
    case 1:
      return raw(json.replaceAll(/[<>&=é]|[\u4e00-\u9fff]/g, escapedUnit));
    case 2:
      return raw(json.replaceAll(/[<>&=/zé]|[\u4e00-\u9fff]/g, escapedLoudly));
    case 3:
      return raw(`"${[...text].map((each) => (draw.chance(0.3) ? escapedText(each) : inside(each))).join('')}"`);
    default:
      return raw(json);
  }
}

const inside = (text: string): string => JSON.stringify(text).slice(1, -1);
const escapedText = (text: string): string => text.split('').map(escapedUnit).join('');
const escapedUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
/** In upper-case digits, as some encoders have them. */
const escapedLoudly = (unit: string): string => escapedUnit(unit).toUpperCase().replace('\\U', '\\u');

/** Only what must be. */
function escapedBytes(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  // Whatever is beyond ASCII stays a byte.
  return Buffer.from(
    text.replaceAll(/["\\]|\p{Cc}/gu, (each) => (each < '\u0080' ? escapedUnit(each) : each)),
    'latin1',
  );
}
