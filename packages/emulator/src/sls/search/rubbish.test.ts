import type { Random } from '@polylog/core/driver';
import { expect, test } from 'vitest';
import { seededRandom } from '../../random.js';
import { SlsError } from '../error.js';
import { storeDocument } from '../stored-document.js';
import { compileQuery } from './query/compile-query.js';
import { parseQuery } from './query/parse-query.js';
import { splitQuery } from './query/split-query.js';
import { searchIndexOf } from './search-index.js';
import { prepareSelect } from './sql/run-select.js';

const firstSeed = Number(process.env.POLYLOG_SEARCH_SEED ?? Math.floor(Math.random() * 2 ** 31));
const ROUNDS = 20_000;

const index = searchIndexOf(
  storeDocument(
    {
      line: { token: [' '] },
      keys: { a: { type: 'text' }, n: { type: 'long' }, j: { type: 'json', index_all: true } },
    },
    0,
  ),
);
const log = { timeSeconds: 1, topic: 't', source: 's', tags: [], contents: [['a', 'b aaaa'], ['n', '3'], ['j', '{"x":[1]}']] } as const; // biome-ignore format: one log

const PIECES = [
  ...[
    'a',
    'n',
    'j.x',
    'b',
    '1',
    '-2.5',
    '1e3',
    '*',
    '?',
    'a*',
    '"',
    '"a b"',
    "'",
    "'x'",
    '\\',
    '#"',
    '|',
    ':',
    '(',
    ')',
    '[',
    ']',
  ],
  ...[
    '>',
    '>=',
    '<',
    '=',
    '<>',
    '!=',
    ',',
    '.',
    '+',
    '-',
    '/',
    '%',
    ';',
    ' ',
    '\n',
    '\u0000',
    'é',
    '日志',
    '\ud800',
    '__tag__',
    '__time__',
  ],
  ...[
    'and',
    'or',
    'not',
    'in',
    'AND',
    'select',
    'from log',
    'where',
    'group by',
    'order by',
    'limit',
    'as',
    'desc',
    'null',
    'is',
  ],
  ...[
    'count(*)',
    'sum(n)',
    'avg(',
    'time_slice(__time__, 60)',
    'between',
    'like',
    'case',
    '9223372036854775807',
    '0',
    'true',
    '||',
  ],
];

function rubbish(random: Random): string {
  const pieces = Array.from({ length: Math.floor(random() * 14) }, () => PIECES[Math.floor(random() * PIECES.length)]);
  // Now and then very many of the same, for depth.
  if (random() < 0.01)
    pieces.push((PIECES[Math.floor(random() * PIECES.length)] as string).repeat(random() < 0.5 ? 900 : 5_000));
  return pieces.join(random() < 0.5 ? ' ' : '');
}

/** Runs a query as far as it goes; anything else than a refusal of the service's comes out. */
function attempt(run: () => void): 'ran' | 'refused' {
  try {
    run();
    return 'ran';
  } catch (error) {
    if (error instanceof SlsError && error.status === 400) return 'refused';
    throw error;
  }
}

test(`rubbish is refused with a code, and never breaks anything: ${ROUNDS} queries, seeds from ${firstSeed}`, () => {
  const outcomes = { ran: 0, refused: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const seed = firstSeed + round;
    const random = seededRandom(seed);
    const query = rubbish(random);
    const what = `seed ${seed}: ${JSON.stringify(query.slice(0, 200))}`;
    try {
      outcomes[attempt(() => compileQuery(parseQuery(query), query, index)(log))] += 1;
      outcomes[attempt(() => prepareSelect(`select ${query}`, index)([log]))] += 1;
      outcomes[attempt(() => splitQuery(query))] += 1;
    } catch (cause) {
      throw new Error(what, { cause });
    }
  }
  // Both happen often, or nothing was tried.
  expect(Math.min(outcomes.ran, outcomes.refused)).toBeGreaterThan(ROUNDS / 20);
});

test('a pattern that fits almost everywhere takes no longer for that', () => {
  const text = 'a'.repeat(20_000);
  const many = { ...log, contents: [['a', text]] as const };
  const query = `a:${'a*'.repeat(50)}b`;
  expect(compileQuery(parseQuery(query), query, index)(many)).toBe(false);
  const like = `select count(*) as n where a like '${'a%'.repeat(50)}b'`;
  expect(prepareSelect(like, index)([many]).rows).toEqual([{ n: '0' }]);
});
