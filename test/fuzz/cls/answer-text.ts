import type { Draw } from '../draw.js';

/** An answer as a value; whole numbers beyond a double are bigints. */
export interface AnswerValue {
  readonly Response: {
    readonly NextOffset: number | bigint;
    readonly Message: readonly string[] | null;
    readonly RequestId: string;
  };
}

/** JSON in one of the ways in which it may be written: names in any order, white space, escapes, what nobody knows. */
export function answerText(draw: Draw, value: unknown): string {
  const indent = draw.pick([undefined, undefined, undefined, 1, '\t', ' \r\n']);
  const marked = (_: string, one: unknown): unknown => (typeof one === 'bigint' ? `\u0001${one}` : one);
  // Nothing at all where nothing is left of it.
  const json = JSON.stringify(shuffled(draw, value), marked, indent) ?? '';
  const bare = json.replaceAll(/"\\u0001(-?\d+)"/g, '$1');
  return draw.pick(WRITERS)(bare);
}

/** What encoders do to characters that need no escape. */
const WRITERS: readonly ((json: string) => string)[] = [
  (json) => json,
  (json) => json,
  (json) => json,
  (json) => json.replaceAll('/', '\\/'),
  (json) => json.replaceAll('=', '\\u003d').replaceAll('+', '\\u002B'),
  (json) => json.replaceAll('Message', 'M\\u0065ssage').replaceAll('NextOffset', '\\u004EextOffset'),
];

const STRANGERS: readonly (readonly [string, unknown])[] = [
  ['Response2', { NextOffset: 3, Message: ['x'] }],
  ['', null],
  ['NextOffset ', '7'],
  ['更多', [{}, [], [[1.5e-3, -0, true]], { a: { b: 'c\n"\u2028' } }]],
  ['Error', false],
];

function shuffled(draw: Draw, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, shuffled(draw, one)] as const);
  const more = draw.chance(0.3) ? [...entries, draw.pick(STRANGERS)] : entries;
  return Object.fromEntries(draw.chance(0.3) ? draw.shuffled(more) : more);
}
