import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonWithLtsSdk } from '../../../scripts/peers/python.mjs';
import { readmeTable } from '../methods/readme-table.js';
import { type TheirOutcome, walkPair } from '../methods/walk-pair.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { type Answered, generalSdks, type OpenSdk, openSdk } from './general-sdks.js';
import { checkpoints } from './methods/checkpoints.js';
import { consumerGroups } from './methods/consumer-groups.js';
import { cursors } from './methods/cursors.js';
import { logGroups } from './methods/log-groups.js';
import { logStreams } from './methods/log-streams.js';
import { logs } from './methods/logs.js';
import type { MethodPair, PairedCall, Place, RawRequest } from './methods/method-pair.js';
import { startPlace } from './methods/place.js';
import { shards } from './methods/shards.js';
import { pythonSdk } from './python-calls.js';
import { type RawRequests, startRawRequests } from './raw-requests.js';

const pairs: readonly MethodPair[] = [
  ...[logGroups, logStreams, shards, logs, cursors, consumerGroups, checkpoints],
].flat();
const named = ({ official, ours }: Pick<MethodPair, 'official' | 'ours'>): string =>
  `${official ?? 'the request itself'} and ${ours}`;

describe('the table of methods in the README', () => {
  test('has a comparison for each row, and each comparison a row', () => {
    const rows = readmeTable('huawei-lts');
    const compared = pairs.map(named);
    expect(new Set(compared).size).toBe(compared.length);
    expect(compared.sort()).toEqual(
      rows.map(({ theirs, ours }) => named({ ...(theirs && { official: theirs }), ours })).sort(),
    );
    expect(compared.length).toBeGreaterThan(25);
  });
});

for (const { language, sdk, peer } of generalSdks) {
  describeWithPeer(`by the general ${language} SDK and by ours`, sdk, peer, ({ command }) => {
    let opened: OpenSdk;
    beforeAll(() => {
      opened = openSdk({ language, command });
    });
    afterAll(() => opened?.stop());

    const official = pairs.flatMap((pair) => (pair.official === undefined ? [] : [[named(pair), pair] as const]));
    test.each(official)('%s: one answer', patience, async (_, pair) => {
      await compare(pair, async (place, theirs) => {
        const [answered] = await opened.client(place)([pair.official as string, theirs as Record<string, unknown>]);
        return answered as Answered;
      });
    });
  });
}

describeWithPeer('by the request itself and by ours', pythonSdk, await pythonWithLtsSdk(), ({ python }) => {
  let requests: RawRequests;
  beforeAll(() => {
    requests = startRawRequests(python);
  });
  afterAll(() => requests?.stop());

  const raw = pairs.flatMap((pair) => (pair.official === undefined ? [[pair.ours, pair] as const] : []));
  test.each(raw)('%s: one answer', patience, async (_, pair) => {
    await compare(pair, ({ emulator }, theirs) => requests.send(emulator.lts.endpoint, theirs as RawRequest));
  });
});

function compare(
  pair: MethodPair,
  ask: (place: Place, theirs: PairedCall['theirs']) => Promise<Answered>,
): Promise<void> {
  return walkPair(
    pair,
    startPlace,
    async (place, { theirs }): Promise<TheirOutcome> => {
      const told = await ask(place, theirs);
      if (told.kind === 'refused') return { refused: { code: told.code, status: told.status } };
      if (told.kind === 'unknown') throw new Error(`${pair.official}: the SDK has no such call`);
      // An answer that ours tells nothing of may say something all the same: an id that was asked for.
      return { answer: pair.inOurWords === undefined ? null : told.answer };
    },
    withoutIds,
  );
}

const MADE_UP = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

/** Each emulator makes up the ids of what is created in it. */
function withoutIds(value: unknown): unknown {
  if (typeof value === 'string') return MADE_UP.test(value) ? 'an id' : value;
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutIds(each)]));
}
