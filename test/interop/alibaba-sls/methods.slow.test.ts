import { isClientError, type SlsClient } from '@polylog/alibaba-sls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { describeWithPeer } from '../peer.js';
import { recorded } from '../recorded.js';
import { patience, type Told } from '../script.js';
import { checkpoints } from './methods/checkpoints.js';
import { consumerGroups } from './methods/consumer-groups.js';
import { cursors } from './methods/cursors.js';
import { indexes } from './methods/indexes.js';
import { logs } from './methods/logs.js';
import { logstores } from './methods/logstores.js';
import { logtailConfigs } from './methods/logtail-configs.js';
import { machineGroups } from './methods/machine-groups.js';
import type { Call, MethodPair } from './methods/method-pair.js';
import { startPlace } from './methods/place.js';
import { projects } from './methods/projects.js';
import { queries } from './methods/queries.js';
import { shards } from './methods/shards.js';
import { shippers } from './methods/shippers.js';
import { tableOfMethods } from './methods/table.js';
import { type PythonMethods, startPythonMethods } from './python-methods.js';
import { sdk } from './python-script.js';

const pairs: readonly MethodPair[] = [
  ...[projects, logstores, shards, logs, queries, cursors, indexes, logtailConfigs, machineGroups],
  ...[consumerGroups, checkpoints, shippers],
].flat();
const named = ({ python, ours }: Pick<MethodPair, 'python' | 'ours'>): string => `${python} and ${ours}`;

describe('the table of methods in the README', () => {
  test('has a comparison for each row, and each comparison a row', () => {
    const compared = pairs.map(named);
    expect(new Set(compared).size).toBe(compared.length);
    expect(compared.sort()).toEqual(tableOfMethods().map(named).sort());
    expect(compared.length).toBeGreaterThan(60);
  });
});

describeWithPeer('by the official SDK for Python and by ours', sdk, await pythonWithSdk(), ({ python }) => {
  let methods: PythonMethods;
  beforeAll(() => {
    methods = startPythonMethods(python);
  });
  afterAll(() => methods?.stop());

  const there = pairs.filter(({ missing }) => !missing);
  test.each(there.map((pair) => [named(pair), pair] as const))('%s: one answer', patience, async (_, pair) => {
    const sides = await Promise.all([startPlace(), startPlace()]);
    const [theirs, mine] = sides;
    try {
      const [facts, same] = [await pair.given?.(theirs), await pair.given?.(mine)];
      expect(facts, 'the two sides begin alike').toEqual(same);
      const { client, called } = recorded(mine.client);
      let answers = 0;
      for (const call of pair.calls(facts ?? {})) {
        const told = await methods.call(theirs.sls.endpoint, {
          ...{ method: pair.python, arguments: call.python, named: call.named ?? {} },
        });
        expect(await outcomeOf(call, client)).toEqual(inOurWords(pair, told));
        if (told.kind === 'answer') answers += 1;
      }
      expect(answers, 'not all are refused').toBeGreaterThan(0);
      expect([...called]).toEqual([pair.ours]);
      if (pair.inOurWords === undefined) expect(pair.after).toBeDefined();
      const [left, right] = [
        await pair.after?.(theirs.client, facts ?? {}),
        await pair.after?.(mine.client, facts ?? {}),
      ];
      expect(right, 'the two sides end alike').toEqual(left);
    } finally {
      await Promise.all(sides.map((side) => side.stop()));
    }
  });

  const missing = pairs.filter((pair) => pair.missing);
  test.each(missing)('$python: the documents have it, the SDK has not', patience, async ({ python }) => {
    const told = await methods.call('', { method: python, arguments: [], named: {} });
    expect(told).toEqual({ kind: 'unknown' });
  });
});

/** What ours answers, or how it is refused, by the service. */
async function outcomeOf({ ours }: Call, client: SlsClient): Promise<object> {
  try {
    return { answer: await ours(client) };
  } catch (error) {
    if (!isClientError(error) || error.serviceCode === undefined) throw error;
    return { refused: { code: error.serviceCode, status: error.status } };
  }
}

function inOurWords(pair: MethodPair, told: Told): object {
  if (told.kind === 'refused') return { refused: { code: told.code, status: told.status } };
  if (told.kind !== 'answer') throw new Error(`${pair.python}: ${told.kind}`);
  if (pair.inOurWords !== undefined) return { answer: pair.inOurWords(told.answer) };
  expect(told.answer, 'it answers nothing').toBeOneOf(['', null]);
  return { answer: undefined };
}
