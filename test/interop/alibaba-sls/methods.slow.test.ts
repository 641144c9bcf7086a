import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { officialRows } from '../methods/readme-table.js';
import { walkPair } from '../methods/walk-pair.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { checkpoints } from './methods/checkpoints.js';
import { consumerGroups } from './methods/consumer-groups.js';
import { cursors } from './methods/cursors.js';
import { indexes } from './methods/indexes.js';
import { logs } from './methods/logs.js';
import { logstores } from './methods/logstores.js';
import { logtailConfigs } from './methods/logtail-configs.js';
import { machineGroups } from './methods/machine-groups.js';
import type { MethodPair } from './methods/method-pair.js';
import { startPlace } from './methods/place.js';
import { projects } from './methods/projects.js';
import { queries } from './methods/queries.js';
import { shards } from './methods/shards.js';
import { shippers } from './methods/shippers.js';
import { type PythonMethods, startPythonMethods } from './python-methods.js';
import { sdk } from './python-script.js';

const pairs: readonly MethodPair[] = [
  ...[projects, logstores, shards, logs, queries, cursors, indexes, logtailConfigs, machineGroups],
  ...[consumerGroups, checkpoints, shippers],
].flat();
const named = ({ python, ours }: Pick<MethodPair, 'python' | 'ours'>): string => `${python} and ${ours}`;

describe('the table of methods in the README', () => {
  test('has a comparison for each row, and each comparison a row', () => {
    const rows = officialRows('alibaba-sls');
    const compared = pairs.map(named);
    expect(new Set(compared).size).toBe(compared.length);
    expect(compared.sort()).toEqual(rows.map(({ theirs, ours }) => named({ python: theirs, ours })).sort());
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
    await walkPair(pair, startPlace, async ({ sls }, { python, named = {} }) => {
      const told = await methods.call(sls.endpoint, { method: pair.python, arguments: python, named });
      if (told.kind === 'refused') return { refused: { code: told.code, status: told.status } };
      if (told.kind !== 'answer') throw new Error(`${pair.python}: ${told.kind}`);
      return { answer: told.answer };
    });
  });

  const missing = pairs.filter((pair) => pair.missing);
  test.each(missing)('$python: the documents have it, the SDK has not', patience, async ({ python }) => {
    const told = await methods.call('', { method: python, arguments: [], named: {} });
    expect(told).toEqual({ kind: 'unknown' });
  });
});
