import { isClientError, type LtsClient } from '@polylog/huawei-lts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonWithLtsSdk } from '../../../scripts/peers/python.mjs';
import { describeWithPeer } from '../peer.js';
import { recorded } from '../recorded.js';
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
import { tableOfMethods } from './methods/table.js';
import { pythonSdk } from './python-calls.js';
import { type RawRequests, startRawRequests } from './raw-requests.js';

const pairs: readonly MethodPair[] = [
  ...[logGroups, logStreams, shards, logs, cursors, consumerGroups, checkpoints],
].flat();
const named = ({ official, ours }: Pick<MethodPair, 'official' | 'ours'>): string =>
  `${official ?? 'the request itself'} and ${ours}`;

describe('the table of methods in the README', () => {
  test('has a comparison for each row, and each comparison a row', () => {
    const compared = pairs.map(named);
    expect(new Set(compared).size).toBe(compared.length);
    expect(compared.sort()).toEqual(tableOfMethods().map(named).sort());
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

/** Makes the calls of a pair on two emulators that begin alike: they answer, refuse and end alike. */
async function compare(
  pair: MethodPair,
  ask: (place: Place, theirs: PairedCall['theirs']) => Promise<Answered>,
): Promise<void> {
  const sides = await Promise.all([startPlace(), startPlace()]);
  const [theirs, mine] = sides;
  try {
    const [facts, same] = [await pair.given?.(theirs), await pair.given?.(mine)];
    expect(facts, 'the two sides begin alike').toEqual(same);
    const { client, called } = recorded(mine.client);
    let answers = 0;
    for (const call of pair.calls(facts ?? {})) {
      const told = await ask(theirs, call.theirs);
      expect(withoutIds(await outcomeOf(call, client))).toEqual(withoutIds(inOurWords(pair, told)));
      if (told.kind === 'answer') answers += 1;
    }
    expect(answers, 'not all are refused').toBeGreaterThan(0);
    expect([...called]).toEqual([pair.ours]);
    if (pair.inOurWords === undefined) expect(pair.after).toBeDefined();
    const [left, right] = [
      await pair.after?.(theirs.client, facts ?? {}),
      await pair.after?.(mine.client, facts ?? {}),
    ];
    expect(withoutIds(right), 'the two sides end alike').toEqual(withoutIds(left));
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
  }
}

/** What ours answers, or how it is refused, by the service. */
async function outcomeOf({ ours }: PairedCall, client: LtsClient): Promise<object> {
  try {
    return { answer: await ours(client) };
  } catch (error) {
    if (!isClientError(error) || error.serviceCode === undefined) throw error;
    return { refused: { code: error.serviceCode, status: error.status } };
  }
}

function inOurWords(pair: MethodPair, told: Answered): object {
  if (told.kind === 'refused') return { refused: { code: told.code, status: told.status } };
  if (told.kind !== 'answer') throw new Error(`${pair.official}: ${told.kind}`);
  return { answer: pair.inOurWords?.(told.answer) };
}

const MADE_UP = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

/** Each emulator makes up the ids of what is created in it. */
function withoutIds(value: unknown): unknown {
  if (typeof value === 'string') return MADE_UP.test(value) ? 'an id' : value;
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutIds(each)]));
}
