import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';
import { type Emulator, startEmulator } from '@polylog/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { credentials, logstore, project } from '../../end-to-end/emulated-log.js';
import { describeWithPeer } from '../peer.js';
import { patience, type Told } from '../script.js';
import { overHttp, runPython, sdk } from './python-script.js';

const SHARDS = 3;
const PER_SHARD = 60;
const ANYWHERE = 40;
const PUT = { groupSize: 20, perShard: PER_SHARD, anywhere: ANYWHERE };
const numbers = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);
const ofKind = (told: readonly Told[], kind: string): readonly Told[] => told.filter((each) => each.kind === kind);

describeWithPeer('the Python SDK as a client of the emulator', sdk, await pythonWithSdk(), ({ python }) => {
  let emulator: Emulator;
  const run = (script: string, settings: Record<string, unknown> = {}): Promise<readonly Told[]> =>
    runPython(python, script, { way: overHttp(emulator.sls.endpoint), ...settings });

  beforeEach(async () => {
    emulator = await startEmulator({
      sls: { accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }] },
    });
  });
  afterEach(() => emulator.stop());

  test('makes a project and a logstore and reads back what it made', patience, async () => {
    expect(await run('create.py', { shards: SHARDS })).toEqual([
      { kind: 'project', name: project, description: 'made by the SDK', region: expect.any(String) },
      { kind: 'logstore', name: logstore, shards: SHARDS, ttlDays: 7, appendMeta: true },
    ]);
    expect(emulator.sls.shards(project, logstore)).toHaveLength(SHARDS);
  });

  test('lists projects, logstores over many pages, and shards with their key ranges', patience, async () => {
    const names = numbers(501).map((i) => `store-${String(i).padStart(3, '0')}`);
    for (const name of [project, 'another-project']) emulator.sls.createProject(name);
    emulator.sls.createLogstore({ project, logstore, shards: SHARDS });
    for (const name of names) emulator.sls.createLogstore({ project, logstore: name, shards: 1 });
    const [projects, logstores, matching, shards] = await run('lists.py', { pattern: 'store-04' });
    expect(projects).toMatchObject({ names: expect.arrayContaining([project, 'another-project']), total: 2 });
    expect([...(logstores?.names ?? [])].sort()).toEqual([logstore, ...names].sort());
    expect(logstores).toMatchObject({ total: 502 });
    expect(matching?.names).toHaveLength(10);
    const keys = ['0', '5', 'a', 'f'].map((digit) => digit.repeat(32));
    expect(shards?.shards).toMatchObject(
      numbers(SHARDS).map((shardID) => ({
        shardID,
        status: 'readwrite',
        inclusiveBeginKey: keys[shardID],
        exclusiveEndKey: keys[shardID + 1],
      })),
    );
  });

  test('splits and merges shards', patience, async () => {
    emulator.sls.createProject(project);
    emulator.sls.createLogstore({ project, logstore, shards: 1 });
    const [split, merged] = await run('reshard.py');
    const statuses = (told: Told | undefined): string[] =>
      told?.shards.map((shard: { status: string }) => shard.status);
    expect(statuses(split)).toEqual(['readonly', 'readwrite', 'readwrite']);
    expect(statuses(merged)).toEqual(['readonly', 'readonly', 'readonly', 'readwrite']);
    expect(merged?.shards[3]).toMatchObject({ inclusiveBeginKey: '0'.repeat(32), exclusiveEndKey: 'f'.repeat(32) });
  });

  test.each(['lz4', 'none'])(
    'what it puts (%s), it pulls, and a consumer of ours reads: every field of every record',
    patience,
    async (compression) => {
      await run('create.py', { shards: SHARDS });
      const puts = await run('put.py', { ...PUT, compression });
      expect(ofKind(puts, 'put')).toHaveLength(SHARDS);
      const told = await run('pull.py', { groupsAPull: 2, compression });
      const pulled = ofKind(told, 'pulled');
      expect(new Set(pulled.map((pull) => pull.compression))).toEqual(
        new Set([compression === 'none' ? '' : compression]),
      );
      expect(Math.max(...pulled.map(({ groups }) => groups))).toBe(2);

      const records = pulled.flatMap((pull) => pull.records as Record<string, unknown>[]);
      const expected = [...numbers(SHARDS).flatMap(() => numbers(PER_SHARD)), ...numbers(ANYWHERE, PER_SHARD)].map(
        String,
      );
      expect(records.map(({ sequence }) => String(sequence)).sort()).toEqual(expected.sort());
      for (const record of records) {
        expect(record).toMatchObject({
          __topic__: 't-日',
          __source__: '10.0.0.7',
          '__tag__:host': 'web-1',
          // Added by the service, since the logstore was made so.
          '__tag__:__client_ip__': '127.0.0.1',
          '__tag__:__receive_time__': expect.stringMatching(/^\d+$/),
          text: `日志 ${record.sequence}`,
          empty: '',
          line: 'a\r\nb\t"',
          // The SDK makes a tuple of it.
          __time_ns_part__: [123_456_789],
        });
      }
      for (const shard of numbers(SHARDS)) {
        const own = pulled.filter((pull) => pull.shard === shard).flatMap((pull) => pull.records);
        expect(own.slice(0, PER_SHARD).map(({ sequence }) => Number(sequence))).toEqual(numbers(PER_SHARD));
      }

      const ours = await readAll(records.length);
      expect(ours.map(([sequence]) => sequence).sort()).toEqual(expected.sort());
      for (const [sequence, ...others] of ours) expect(others).toEqual([`日志 ${sequence}`, '', 'a\r\nb\t"']);
    },
  );

  test('finds cursors by begin, end and time, and the times of cursors', patience, async () => {
    emulator.sls.createProject(project);
    emulator.sls.createLogstore({ project, logstore, shards: 1 });
    const cursors: string[] = [];
    const times: number[] = [];
    for (const sequence of numbers(4)) {
      emulator.clock.advance(10_000);
      const timeSeconds = Math.floor(emulator.clock.now() / 1_000);
      times.push(timeSeconds);
      const group = { logs: [{ timeSeconds, contents: [['sequence', String(sequence)] as const] }] };
      cursors.push(emulator.sls.put(project, logstore, group, { shard: 0 }).cursor);
    }
    const [first = 0, , third = 0, last = 0] = times;
    const [answer, between] = await run('cursors.py', {
      shard: 0,
      // The one before, a hit, the second after it, and one later than all.
      times: [first - 5, third, third + 1, last + 5],
      between: [times[1], last],
    });
    const [view] = emulator.sls.shards(project, logstore);
    expect(answer).toMatchObject({
      begin: cursors[0],
      end: view?.endCursor,
      atTimes: [cursors[0], cursors[2], cursors[3], view?.endCursor],
      beginTime: first,
      lastTime: last,
      beforeBeginTime: first,
    });
    expect(between?.sequences).toEqual(['1', '2']);
  });

  test.each(['v1', 'v4'])('is refused with a wrong secret (%s)', patience, async (signature) => {
    emulator.sls.createProject(project);
    emulator.sls.createLogstore({ project, logstore, shards: 1 });
    const wrong = run('put.py', { ...PUT, signature, secretAccessKey: 'wrong' });
    await expect(wrong).rejects.toThrow('SignatureNotMatch');
    await expect(run('put.py', { ...PUT, signature })).resolves.not.toEqual([]);
  });

  /** The four fields of each record. */
  async function readAll(count: number): Promise<string[][]> {
    const records: string[][] = [];
    const enough = new AbortController();
    await createConsumer({
      driver: slsDriver({ endpoint: emulator.sls.endpoint, project, logstore, credentials }),
      group: 'ours',
      start: 'earliest',
      process(batch) {
        for (const record of batch.records) {
          records.push(['sequence', 'text', 'empty', 'line'].map((field) => record.get(field) ?? 'none'));
        }
        if (records.length >= count) enough.abort();
      },
    }).run({ signal: enough.signal });
    return records;
  }
});
