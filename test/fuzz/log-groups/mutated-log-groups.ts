import type { LogGroupFieldMap } from '@polylog/driver-kit';
import type { Draw } from '../draw.js';
import { type Field, parseFields, writeFields } from './field-tree.js';
import { notUtf8, someName, someValue } from './texts.js';

/** A field, among its siblings. */
interface Place {
  readonly siblings: Field[];
  readonly index: number;
  readonly field: Field;
}

type Change = (draw: Draw, place: Place, others: readonly Place[]) => void;

/** Above this a body is changed at its outer fields only: to go through all of it each time takes too long. */
const LARGE_BYTES = 20_000;

/** One to four changes to the fields of a valid body. */
export function mutatedLogGroups(draw: Draw, body: Buffer, other: Buffer, map: LogGroupFieldMap): Buffer {
  const root = parseFields(body, map);
  const others = other.length > LARGE_BYTES ? [] : placesIn(parseFields(other, map));
  for (let left = draw.between(1, 4); left > 0; left--) {
    const places = placesIn(root, body.length > LARGE_BYTES ? 1 : 4);
    if (places.length === 0) root.push(stranger(draw));
    else draw.pick(changes)(draw, draw.pick(places), others);
  }
  return writeFields(root);
}

function placesIn(siblings: Field[], depth = 4): Place[] {
  return siblings.flatMap((field, index) => {
    const here = { siblings, index, field };
    return Array.isArray(field.content) && depth > 1 ? [here, ...placesIn(field.content, depth - 1)] : [here];
  });
}

const LARGEST = [127, 128, 2 ** 14, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 2, 2 ** 53 - 1];
const FIELD_NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 9, 15, 16, 2000, 2 ** 29 - 1, 2 ** 29, 2 ** 32];
const VALUES = [
  0n,
  1n,
  127n,
  128n,
  2n ** 32n - 1n,
  2n ** 32n + 5n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

const changes: readonly Change[] = [
  function stretchTag(draw, { field }) {
    field.idleTagBytes = draw.between(1, 5);
  },
  function stretchLength(draw, { field }) {
    field.idleLengthBytes = draw.between(1, 6);
  },
  function stretchNumber(draw, { field }) {
    if (typeof field.content === 'bigint') field.idleValueBytes = draw.between(1, 11);
  },
  function lengthByOne(draw, { field }) {
    field.lengthOff = draw.pick([-1, 1]);
  },
  function lengthByMore(draw, { field }) {
    field.lengthOff = draw.chance(0.5) ? draw.between(-20, 40) : draw.pick(LARGEST);
  },
  function repeat(draw, { siblings, field }) {
    siblings.splice(draw.below(siblings.length + 1), 0, copied(field));
  },
  function move(draw, { siblings, index, field }) {
    siblings.splice(index, 1);
    siblings.splice(draw.below(siblings.length + 1), 0, field);
  },
  function drop(_, { siblings, index }) {
    siblings.splice(index, 1);
  },
  function addStranger(draw, { siblings }) {
    siblings.splice(draw.below(siblings.length + 1), 0, stranger(draw));
  },
  function otherWire(draw, { field }) {
    field.claimedWire = draw.below(8);
  },
  function otherNumber(draw, { field }) {
    field.number = draw.pick(FIELD_NUMBERS);
  },
  function otherContent(draw, { field }) {
    if (typeof field.content === 'bigint') field.content = draw.pick(VALUES);
    else if (field.wire === 2) field.content = Buffer.from(draw.pick([someName, someValue, notUtf8])(draw) as string);
  },
  function otherName(draw, { field }) {
    if (Array.isArray(field.content)) field.content.unshift({ number: 1, wire: 2, content: notUtf8(draw) });
  },
  function empty(_, { field }) {
    if (typeof field.content !== 'bigint') field.content = Buffer.alloc(0);
  },
  function spliceIn(draw, { siblings }, others) {
    if (others.length === 0) return;
    siblings.splice(draw.below(siblings.length + 1), 0, copied(draw.pick(others).field));
  },
];

/** A field that no message has, or a known number in a form that it does not have. */
function stranger(draw: Draw): Field {
  const number = draw.pick(FIELD_NUMBERS);
  switch (draw.below(7)) {
    case 0:
      return { number, wire: 0, content: draw.pick(VALUES), idleValueBytes: draw.pick([0, 0, 1, 9, 10, 30]) };
    case 1:
      return { number, wire: 1, content: draw.bytes(8) };
    case 2:
      return { number, wire: 5, content: draw.bytes(4) };
    case 3:
      return { number, wire: 3, content: draw.chance(0.5) ? [] : [{ number: 7, wire: 0, content: 1n }] };
    case 4:
      return { number, wire: 5, claimedWire: draw.pick([4, 6, 7]), content: Buffer.alloc(0) };
    default:
      return { number, wire: 2, content: draw.bytes(draw.below(9)) };
  }
}

function copied(field: Field): Field {
  const { content } = field;
  return { ...field, content: Array.isArray(content) ? content.map(copied) : content };
}
