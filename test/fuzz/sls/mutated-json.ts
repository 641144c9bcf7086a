import type { Draw } from '../draw.js';

/** Values that stand where others are due. */
const NASTY: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  1e21,
  1e308,
  '',
  '0',
  '-1',
  '007',
  '1e3',
  '9007199254740993',
  'x',
  '__proto__',
  '\u0000',
  '\uD800',
  '订单',
  'x'.repeat(2_000),
  [],
  {},
  [[]],
  [null],
  { length: 3 },
  { toString: 'x', valueOf: 1 },
  { constructor: null },
];

/** A value inside another one, and how to put something else there. */
interface Place {
  readonly value: unknown;
  readonly set: (value: unknown) => void;
  readonly drop: () => void;
}

/** One to three changes to a value of JSON. The value itself stays as it is. */
export function mutatedJson(draw: Draw, value: unknown, other: unknown): unknown {
  const root = { value: structuredClone(value) };
  for (let left = draw.between(1, 3); left > 0; left--) {
    const places = placesIn(root);
    if (places.length === 0) break;
    const { value: found, set, drop } = draw.pick(places);
    const kind = draw.below(6);
    if (kind === 0) drop();
    else if (kind === 1 && typeof found === 'number') set(found + draw.pick([-1, 1, 0.5, 2 ** 53]));
    else if (kind === 1 && typeof found === 'string')
      set(draw.pick([found.slice(1), `${found}\u0000`, found.repeat(3)]));
    else if (kind === 2 && Array.isArray(found)) set([...found, ...found.slice(draw.below(2))]);
    else if (kind === 3) set(draw.pick(placesIn({ value: structuredClone(other) })).value);
    else if (kind === 4) set([found]);
    else set(structuredClone(draw.pick(NASTY)));
  }
  return root.value;
}

function placesIn(holder: object): Place[] {
  return Object.keys(holder).flatMap((key) => {
    const owner = holder as Record<string, unknown>;
    const value = owner[key];
    const here: Place = {
      value,
      set: (next) => {
        owner[key] = next;
      },
      drop: () => {
        if (Array.isArray(owner)) owner.splice(Number(key), 1);
        else delete owner[key];
      },
    };
    return typeof value === 'object' && value !== null ? [here, ...placesIn(value)] : [here];
  });
}

/** Texts that are nearly JSON, and JSON that is not what it seems. */
const TEXTS = [
  '',
  ' ',
  'null',
  'undefined',
  '[',
  '[1,]',
  '{"a":1,"a":2}',
  '{"__proto__":{"name":"group","timeout":1}}',
  '[{"__proto__":null}]',
  '\uFEFF[]',
  '[1e400]',
  '[-0]',
  '"\\ud800"',
  '<html><body>502 Bad Gateway</body></html>',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  '{"errorCode":{},"errorMessage":[]}',
  '{"errorCode":"\\u0000\\n\\u001b[31m","errorMessage":"two\\nlines"}',
  '[9007199254740993]',
  '["1","2"]',
];

export const strangeText = (draw: Draw): string => draw.pick(TEXTS);
