import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import { type Row, readmeTable } from '../methods/readme-table.js';
import { type TheirOutcome, walkPair } from '../methods/walk-pair.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { type OpenApi, pythonApi } from './api-sdks.js';
import { consumerGroups } from './methods/consumer-groups.js';
import { logs } from './methods/logs.js';
import { logsets } from './methods/logsets.js';
import type { MethodPair } from './methods/method-pair.js';
import { checkpoints, offsets } from './methods/offsets.js';
import { partitions } from './methods/partitions.js';
import { startPlace } from './methods/place.js';
import { topics } from './methods/topics.js';
import { type PythonMethods, startPythonMethods } from './python-methods.js';
import { sdk } from './python-script.js';

const pairs: readonly MethodPair[] = [
  ...[logsets, topics, partitions, logs, consumerGroups, offsets, checkpoints],
].flat();
const named = ({ theirs, ours }: Pick<MethodPair, 'theirs' | 'ours'>): string => `${theirs} and ${ours}`;

const rowOf = ({ theirs = 'none', ours }: Row): string => named({ theirs, ours });

const isMethod = (name: string): boolean => name.includes('_');

describe('the table of methods in the README', () => {
  test('has a comparison for each row, and each comparison a row', () => {
    // One call may stand in two rows, with other arguments.
    const rows = new Set(readmeTable('tencent-cls').map(rowOf));
    const compared = pairs.map(({ theirs, ours, isOursAlone }) => rowOf(isOursAlone ? { ours } : { theirs, ours }));
    expect(new Set(compared).size).toBe(compared.length);
    expect(compared.sort()).toEqual([...rows].sort());
    expect(compared.length).toBeGreaterThan(30);
  });
});

describeWithPeer('by the general SDK for Python and by ours', pythonApi.sdk, pythonApi.peer, () => {
  let api: OpenApi;
  beforeAll(() => {
    api = pythonApi.open();
  });
  afterAll(() => api?.stop());

  const actions = pairs.filter(({ theirs }) => !isMethod(theirs));
  test.each(actions.map((pair) => [named(pair), pair] as const))('%s: one answer', patience, async (_, pair) => {
    await walkPair(pair, startPlace, async ({ cls }, { theirs, bytes }): Promise<TheirOutcome> => {
      const outcome = await api.call(cls.endpoint, pair.theirs, theirs, bytes);
      if ('refused' in outcome) return { refused: { code: outcome.refused.code } };
      return { answer: Object.keys(outcome.answer).length === 0 ? null : outcome.answer };
    });
  });
});

describeWithPeer('by the SDK of CLS for Python and by ours', sdk, await pythonWithClsSdk(), ({ python }) => {
  let methods: PythonMethods;
  beforeAll(() => {
    methods = startPythonMethods(python);
  });
  afterAll(() => methods?.stop());

  const called = pairs.filter(({ theirs }) => isMethod(theirs));
  test.each(called.map((pair) => [named(pair), pair] as const))('%s: one answer', patience, async (_, pair) => {
    await walkPair(pair, startPlace, ({ cls }, { theirs, named = {} }) =>
      methods.call(cls.endpoint, { method: pair.theirs, arguments: theirs as readonly unknown[], named }),
    );
  });
});
