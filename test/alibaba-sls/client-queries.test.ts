import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callsOf, collect, ref, refusal, startClient } from './client-service.js';

const tokens = [' ', ',', ':'];
const now = Math.floor(Date.now() / 1000) * 1000;
const range = { ...ref, from: { epochMs: now - 600_000 }, to: new Date(now + 1_000) };

/** Logs of `count` seconds, one each, the last one now. */
async function filled(count: number, switches: Parameters<typeof startClient>[1] = {}) {
  const service = await startClient({}, switches);
  const { client } = service;
  const text = { type: 'text', token: tokens } as const;
  await client.indexes.create({
    ...ref,
    index: { line: { token: tokens }, keys: { n: { type: 'long' }, half: text, text } },
  });
  const logs = Array.from({ length: count }, (_, i) => ({
    time: { epochMs: now - (count - 1 - i) * 1_000 },
    fields: { n: i, half: i % 2 === 0 ? 'even' : 'odd' },
  }));
  await client.logs.put({ ...ref, topic: 'web', source: '10.0.0.7', logs });
  return service;
}
const numbers = (logs: readonly { readonly n?: string }[]): number[] => logs.map(({ n }) => Number(n));

describe.each(['v3', 'v2'] as const)('querying by the form %s', (form) => {
  it('finds logs of a time, of a topic, by words; the oldest or the newest first; so many, after so many', async () => {
    const { client } = await filled(5);
    const found = await client.logs.get({ ...range, form });
    expect(numbers(found.logs)).toEqual([0, 1, 2, 3, 4]);
    expect(found.logs[0]).toMatchObject({ __time__: String(now / 1000 - 4), __topic__: 'web', __source__: '10.0.0.7' });
    expect(found).toMatchObject({ complete: true, hasSql: false, searchPart: '*', sqlPart: '', processedRows: 5 });
    const get = async (more: object) => numbers((await client.logs.get({ ...range, form, ...more })).logs);
    expect(await get({ newestFirst: true, limit: 2 })).toEqual([4, 3]);
    expect(await get({ offset: 3 })).toEqual([3, 4]);
    expect(await get({ query: 'half: even' })).toEqual([0, 2, 4]);
    expect(await get({ topic: 'nobody' })).toEqual([]);
    expect(await get({ to: new Date(now - 1_500) })).toEqual([0, 1, 2]);
  });

  it('answers the rows of SQL', async () => {
    const { client } = await filled(5);
    const found = await client.logs.get({ ...range, form, query: 'half: even | select count(*) as n' });
    expect(found).toMatchObject({ logs: [{ n: '3' }], hasSql: true, searchPart: 'half: even' });
    expect(found.sqlPart).toBe('select count(*) as n');
    expect(await collect(client.logs.getAll({ ...range, form, query: '* | select count(*)' }))).toEqual([
      { _col0: '5' },
    ]);
  });

  it('asks again while the service has only a part, and says so when it still has', async () => {
    const service = await filled(4, { switches: { incompleteAnswers: 5 } });
    const found = await service.client.logs.get({ ...range, form });
    expect([found.complete, numbers(found.logs)]).toEqual([true, [0, 1, 2, 3]]);
    expect(callsOf(service, form === 'v3' ? 'GetLogsV3' : 'GetLogs')).toBe(6);
    const { client } = await filled(4, { switches: { incompleteAnswers: 6 } });
    const half = await client.logs.get({ ...range, form });
    expect([half.complete, numbers(half.logs)]).toEqual([false, [0, 1]]);
  });

  it('goes through all logs in pages of a hundred, each of them whole', async () => {
    const service = await filled(250, { switches: { incompleteAnswers: 7 } });
    const { client } = service;
    expect(numbers(await collect(client.logs.getAll({ ...range, form })))).toEqual(
      Array.from({ length: 250 }, (_, i) => i),
    );
    expect(callsOf(service, form === 'v3' ? 'GetLogsV3' : 'GetLogs')).toBe(3 * 8);
    const some = await collect(client.logs.getAll({ ...range, form, query: 'half: odd', newestFirst: true }));
    expect(numbers(some).slice(0, 2)).toEqual([249, 247]);
    expect(some).toHaveLength(125);
  });

  it('never takes a part for all: what stays incomplete for two minutes fails', async () => {
    const { client } = await filled(3, { switches: { incompleteAnswers: 1_000 } });
    const failed = await refusal(collect(client.logs.getAll({ ...range, form })));
    expect(failed).toMatchObject({ code: 'unavailable', message: expect.stringContaining('incomplete') });
  });
});

describe('querying', () => {
  let service: Awaited<ReturnType<typeof filled>>;
  beforeEach(async () => {
    service = await filled(5);
  });
  afterEach(() => service.client.close());

  it('counts in even stretches of time, and waits for all of it', async () => {
    const { client } = service;
    const { buckets, count, complete } = await client.logs.histogram({ ...range, query: 'half: even' });
    expect([count, complete]).toEqual([3, true]);
    expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(3);
    expect(buckets[0]).toMatchObject({ fromSeconds: now / 1000 - 600, count: 0, complete: true });
    expect(buckets.at(-1)?.toSeconds).toBe(now / 1000 + 1);
    const { client: slow } = await filled(5, { switches: { incompleteAnswers: 3 } });
    expect(await slow.logs.histogram(range)).toMatchObject({ count: 5, complete: true });
  });

  it('lists topics, page by page', async () => {
    const { client } = service;
    for (const topic of ['api', '日志', 'app']) await client.logs.put({ ...ref, topic, logs: [{ fields: {} }] });
    expect(await client.logs.topics(ref)).toEqual({ items: ['api', 'app', 'web', '日志'] });
    expect(await client.logs.topics({ ...ref, pageSize: 3 })).toEqual({ items: ['api', 'app', 'web'], next: '日志' });
    expect(await client.logs.topics({ ...ref, pageSize: 1 }).all()).toEqual(['api', 'app', 'web', '日志']);
    expect((await client.logs.topics({ ...ref, from: 'b' })).items).toEqual(['web', '日志']);
  });

  it('says that an index is missing', async () => {
    const { client } = service;
    await client.indexes.delete(ref);
    const failed = await refusal(client.logs.get(range));
    expect(failed).toMatchObject({ code: 'not-found', serviceCode: 'IndexConfigNotExist', status: 400 });
    expect(failed.message).toContain('create an index');
  });

  it('refuses what does not go together, before it is sent, and hands on what the service refuses', async () => {
    const { client } = service;
    const wrong = async (more: object) => (await refusal(client.logs.get({ ...range, ...more }))).message;
    expect(await wrong({ query: '* | select 1', limit: 5 })).toContain('do not go with SQL');
    expect(await wrong({ limit: 101 })).toContain('limit is 101');
    expect(await wrong({ from: range.to })).toContain('to is not after from');
    expect(await wrong({ from: 1_700_000_000 })).toContain('from is 1700000000; allowed: a Date, or { epochMs }');
    expect(await wrong({ form: 'v1' })).toContain('form is "v1"');
    expect(callsOf(service, 'GetLogsV3')).toBe(0);
    const beyond = await refusal(client.logs.get({ ...range, query: '(a or b' }));
    expect(beyond).toMatchObject({ code: 'invalid-argument', serviceCode: 'InvalidQueryString', status: 400 });
  });

  it('takes no pipe in quotes for SQL', async () => {
    const { client } = service;
    await client.logs.put({ ...ref, logs: [{ time: { epochMs: now }, fields: { n: 77, text: 'a | b' } }] });
    expect(numbers((await client.logs.get({ ...range, query: 'text: "a | b"', limit: 5 })).logs)).toEqual([77]);
  });
});
