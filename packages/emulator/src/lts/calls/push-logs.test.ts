import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { LtsAnswer, LtsCall } from '../../../testing/lts-client.js';
import { startLtsFixture } from '../../../testing/lts-fixture.js';
import type { LtsSwitches } from '../switches.js';

const forms = {
  plain: '/v2/internal/proj/lts/groups/grp/streams/str/tenant/batch-contents',
  structured: '/v3/proj/lts/groups/grp/streams/str/logs',
  oneTime: '/v2/proj/lts/groups/grp/streams/str/tenant/contents',
  accurate: '/v2/proj/lts/groups/grp/streams/str/tenant/contents/high-accuracy',
};

async function fixture(switches: Partial<LtsSwitches> = { oldLogs: 'kept' }) {
  const all = await startLtsFixture({ switches });
  const push = (form: keyof typeof forms, body: unknown, more: LtsCall = {}): Promise<LtsAnswer> =>
    all.send(forms[form], { method: 'POST', body, ...more });
  const stored = async (): Promise<readonly Record<string, unknown>[]> =>
    (await all.pull(0)).exact.logs.map(({ labels }: { labels: Record<string, unknown> }) => {
      const { collectTime: _ms, category: _all, ...others } = labels;
      return others;
    });
  return { ...all, push, stored };
}

/** The vendor's own example, as its encoder writes it. */
const vectorBody =
  '{"log_items":[{"contents":[{"log_time_ns":1586850540000000000,"log":"content for this test [0]"},{"log_time_ns":1586850540000000001,"log":"第二行"}],"labels":"{\\"keyA\\":\\"valueA\\",\\"keyB\\":\\"value\\\\u003cB\\\\u003e\\\\u0026\\"}"}]}';

describe('a push', () => {
  test('plain: the text under its label, beside the labels of its item, times exact', async () => {
    const { push, stored } = await fixture();
    const answer = await push('plain', vectorBody);
    expect([answer.status, answer.text]).toEqual([
      200,
      '{"errorCode":"SVCSTG.ALS.200.200","errorMessage":"Report success.","result":null}',
    ]);
    const labels = { keyA: 'valueA', keyB: 'value<B>&', __time__: '1586850540000' };
    expect(await stored()).toEqual([
      { ...labels, log_content: 'content for this test [0]', lineNum: '1586850540000000000' },
      { ...labels, log_content: '第二行', lineNum: '1586850540000000001' },
    ]);
  });

  test('structured: the pairs of each log beside the labels of all', async () => {
    const { push, stored } = await fixture();
    const logs = [
      { time: 1_586_850_540_123, lineNum: 1_586_850_540_123_456_789n, contents: [{ a: 'x', b: 'y' }, { c: 'z' }] },
    ];
    expect((await push('structured', { logs, labels: { host: 'h', n: 9_007_199_254_740_993n } })).status).toBe(200);
    expect(await stored()).toEqual([
      {
        host: 'h',
        n: 9_007_199_254_740_993n,
        a: 'x',
        b: 'y',
        c: 'z',
        __time__: '1586850540123',
        lineNum: '1586850540123456789',
      },
    ]);
  });

  test('structured: a name is a name, whatever it means to JavaScript; the last value of it counts', async () => {
    const { push, pull } = await fixture();
    const contents = '[{"__proto__":"x","a":"1"},{"constructor":"y"},{"a":"2"}]';
    await push('structured', `{"logs":[{"contents":${contents}}],"labels":{"__proto__":"w","toString":"z"}}`);
    const { text } = await pull(0);
    for (const pair of ['"__proto__":"x"', '"toString":"z"', '"a":"2"', '"constructor":"y"'])
      expect(text).toContain(pair);
    expect(text).not.toContain('"w"');
  });

  test('structured without times: now', async () => {
    const { push, stored, emulator } = await fixture({});
    await push('structured', { logs: [{ contents: [{ a: 'x' }] }] });
    const [log] = await stored();
    expect(Math.abs(Number(log?.__time__) - emulator.clock.now())).toBeLessThan(5000);
    expect(log?.lineNum).toMatch(/^\d{19}$/);
  });

  test('of the public API: one time for all, or one a log', async () => {
    const { push, stored } = await fixture();
    const log_time_ns = 1_586_850_540_000_000_001n;
    await push('oneTime', { log_time_ns, contents: ['a', 'b'], labels: { k: 'v' } });
    await push('accurate', { contents: [{ log_time_ns, log: 'c' }], labels: { k: 'v' } });
    const found = await stored();
    expect(found.map(({ log_content }) => log_content)).toEqual(['a', 'b', 'c']);
    expect(found[2]).toEqual({ k: 'v', log_content: 'c', __time__: '1586850540000', lineNum: String(log_time_ns) });
    // Made of the time of receipt: there is none of its own.
    expect(found[0]?.lineNum).toMatch(/^\d{13}000001$/);
  });

  test('compressed with gzip is the same', async () => {
    const { push, stored } = await fixture();
    const headers = { 'content-encoding': 'gzip', 'x-access-type': 'terminal' };
    expect((await push('plain', gzipSync(vectorBody), { headers })).status).toBe(200);
    expect(await stored()).toHaveLength(2);
    expect(await push('plain', Buffer.from('no gzip'), { headers })).toMatchObject({
      status: 400,
      code: 'SVCSTG.ALS.200.201',
    });
    expect((await push('plain', '{}', { headers: { 'content-encoding': 'br' } })).status).toBe(400);
  });

  test('goes into one shard as a whole, the next one into the next', async () => {
    const { send, emulator } = await startLtsFixture({ shards: 2, switches: { oldLogs: 'kept' } });
    for (let n = 0; n < 3; n++) await send(forms.plain, { method: 'POST', body: vectorBody });
    expect(emulator.lts.shards('grp', 'str').map(({ keptLogs }) => keptLogs)).toEqual([4, 2]);
  });

  test('what is more than two days old or ahead is dropped without a word, unless oldLogs says otherwise', async () => {
    const day = 86_400_000_000_000n;
    const pushed = async (switches: Partial<LtsSwitches>) => {
      const { push, stored, emulator } = await fixture(switches);
      const now = BigInt(emulator.clock.now()) * 1_000_000n;
      const times = [now - 3n * day, now - day, now + day, now + 3n * day];
      const contents = times.map((log_time_ns, n) => ({ log_time_ns, log: String(n) }));
      expect((await push('accurate', { contents })).status).toBe(200);
      return (await stored()).map(({ log_content }) => log_content);
    };
    expect(await pushed({})).toEqual(['1', '2']);
    expect(await pushed({ oldLogs: 'kept' })).toEqual(['0', '1', '2', '3']);
  });
});

describe('a push that is refused stores nothing', () => {
  const line = { log_time_ns: 1, log: 'x' };
  test.each<readonly [what: string, body: unknown]>([
    ['no JSON', '{'],
    ['no object', []],
    ['no log_items', {}],
    ['an item that is none', { log_items: [1] }],
    ['labels that are no text', { log_items: [{ contents: [line], labels: {} }] }],
    ['labels that are no JSON', { log_items: [{ contents: [line], labels: '{' }] }],
    ['labels that are no object', { log_items: [{ contents: [line], labels: '[]' }] }],
    ['a log that is no text', { log_items: [{ contents: [line, { log_time_ns: 1, log: 1 }] }] }],
    ['a time that is a text', { log_items: [{ contents: [{ ...line, log_time_ns: '1' }] }] }],
    ['a time beyond 64 bits', { log_items: [{ contents: [{ ...line, log_time_ns: 2n ** 63n }] }] }],
    ['a log of more than 1 MB', { log_items: [{ contents: [line, { ...line, log: 'x'.repeat(1024 * 1024 + 1) }] }] }],
    [
      'more than 100 labels',
      {
        log_items: [
          {
            contents: [line],
            labels: JSON.stringify(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [n, '']))),
          },
        ],
      },
    ],
  ])('%s', async (_what, body) => {
    const { push, stored } = await fixture();
    const { status, json } = await push('plain', body);
    expect([status, Object.keys(json), json.errorCode]).toEqual([
      400,
      ['errorCode', 'errorMessage'],
      'SVCSTG.ALS.200.201',
    ]);
    expect(await stored()).toEqual([]);
  });

  test('a stream or a log group that is not there, and another’s project', async () => {
    const { send } = await startLtsFixture({ projectId: 'proj' });
    const tried = async (path: string) => (await send(path, { method: 'POST', body: vectorBody })).code;
    expect(await tried(forms.plain.replace('str/', 'no/'))).toBe('SVCSTG.ALS.200.201');
    expect(await tried(forms.plain.replace('grp', 'no'))).toBe('SVCSTG.ALS.200.201');
    expect(await tried(forms.plain.replace('proj', 'other'))).toBe('SVCSTG.ALS.403.105');
    expect((await send('/v2/other/groups/grp/streams/str/consumer-groups/g')).code).toBe('LTS.0001');
  });
});
