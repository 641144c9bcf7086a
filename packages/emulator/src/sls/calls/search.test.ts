import { encodeLogGroup } from '@polylog/driver-kit';
import { expect, test } from 'vitest';
import { type Fixture, startFixture } from '../../../testing/fixture.js';

const index = JSON.stringify({
  line: { token: [' '] },
  keys: { level: { type: 'text', token: [] }, msg: { type: 'text', token: [' '] } },
});
const indexPath = '/logstores/store/index';

async function searchable(
  options: Parameters<typeof startFixture>[0] = {},
): Promise<Fixture & { readonly now: number }> {
  const fixture = await startFixture(options);
  await fixture.send({ method: 'POST', path: indexPath, body: index });
  return { ...fixture, now: Math.floor(fixture.emulator.clock.now() / 1000) };
}

const group = (
  topic: string,
  now: number,
  ...lines: readonly (readonly [ago: number, level: string, text: string])[]
) =>
  encodeLogGroup({
    topic,
    source: '10.0.0.7',
    tags: [['host', 'a']],
    logs: lines.map(([ago, level, text]) => ({
      timeSeconds: now - ago,
      contents: [
        ['level', level],
        ['msg', text],
      ],
    })),
  });

const v3 = ({ send }: Fixture, body: object) =>
  send({
    method: 'POST',
    path: '/logstores/store/logs',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/x-protobuf' },
  });

test('an index is created once, replaced, described with what the service adds, and deleted', async () => {
  const { send } = await startFixture();
  expect(await send({ path: indexPath })).toMatchObject({ status: 404, code: 'IndexConfigNotExist' });
  expect((await send({ method: 'DELETE', path: indexPath })).code).toBe('ParameterInvalid');
  expect((await send({ method: 'POST', path: indexPath, body: index })).status).toBe(200);
  expect((await send({ method: 'POST', path: indexPath, body: index })).code).toBe('IndexAlreadyExist');
  expect((await send({ path: indexPath })).json).toMatchObject({
    line: { token: [' '] },
    index_mode: 'v2',
    storage: 'pg',
  });
  await send({ method: 'PUT', path: indexPath, body: JSON.stringify({ line: { token: [','] }, ttl: 7 }) });
  const { keys, ttl } = (await send({ path: indexPath })).json;
  expect({ keys, ttl }).toEqual({ keys: undefined, ttl: 7 });
  await send({ method: 'DELETE', path: indexPath });
  expect((await send({ path: indexPath })).code).toBe('IndexConfigNotExist');
});

test.each([
  ['nothing in it', {}],
  ['a line without token', { line: {} }],
  ['fields both named and left out', { line: { token: [], include_keys: ['a'], exclude_keys: ['b'] } }],
  ['a key of another type', { keys: { a: { type: 'date' } } }],
])('an index with %s is IndexInfoInvalid', async (_, body) => {
  const { send } = await startFixture();
  const answer = await send({ method: 'POST', path: indexPath, body: JSON.stringify(body) });
  expect(answer).toMatchObject({ status: 400, code: 'IndexInfoInvalid' });
});

test('a key of an index may have the token null, as the Go SDK has it of a number', async () => {
  const { send } = await startFixture();
  const body = JSON.stringify({ keys: { status: { type: 'long', token: null } } });
  expect((await send({ method: 'POST', path: indexPath, body })).status).toBe(200);
});

test('without an index nothing can be searched', async () => {
  const fixture = await startFixture();
  expect(await v3(fixture, { from: 1, to: 2, query: '*' })).toMatchObject({ status: 400, code: 'IndexConfigNotExist' });
  const query = { type: 'histogram', from: '1', to: '2', query: '*' };
  expect((await fixture.send({ path: '/logstores/store', query })).code).toBe('IndexConfigNotExist');
});

test('a query finds logs of both shards by their own time, in its order, page by page, every value as text', async () => {
  const fixture = await searchable();
  const { put, now } = fixture;
  await put(group('web', now, [30, 'info', 'first'], [10, 'error', 'third']), '00');
  await put(group('api', now, [20, 'info', 'second']), 'ff');
  const range = { from: now - 60, to: now, query: '*', topic: '', line: 100, offset: 0, reverse: false };
  const { meta, data } = (await v3(fixture, range)).json;
  expect(data.map(({ msg }: { msg: string }) => msg)).toEqual(['first', 'second', 'third']);
  expect(data[0]).toEqual({
    __time__: String(now - 30),
    __topic__: 'web',
    __source__: '10.0.0.7',
    '__tag__:host': 'a',
    level: 'info',
    msg: 'first',
  });
  expect(meta).toMatchObject({ progress: 'Complete', count: 3, hasSQL: false, whereQuery: '*', aggQuery: '' });
  const found = async (more: object) =>
    (await v3(fixture, { ...range, ...more })).json.data.map(({ msg }: { msg: string }) => msg);
  expect(await found({ reverse: true, line: 2 })).toEqual(['third', 'second']);
  expect(await found({ offset: 2 })).toEqual(['third']);
  expect(await found({ topic: 'api' })).toEqual(['second']);
  expect(await found({ query: 'level: info and first' })).toEqual(['first']);
  expect(await found({ to: now - 10 })).toEqual(['first', 'second']);
});

test('the old form answers a bare list, with its meta in headers', async () => {
  const fixture = await searchable();
  const { put, now, send } = fixture;
  await put(group('web', now, [3, 'info', 'a'], [2, 'info', 'b']));
  const query = {
    type: 'log',
    from: String(now - 60),
    to: String(now),
    query: 'level: info',
    line: '1',
    offset: '0',
    reverse: 'false',
  };
  const answer = await send({ path: '/logstores/store', query });
  expect(answer.json).toMatchObject([{ msg: 'a' }]);
  expect(answer.headers).toMatchObject({
    'x-log-progress': 'Complete',
    'x-log-count': '1',
    'x-log-processed-rows': '2',
    'x-log-has-sql': 'false',
    'x-log-where-query': 'level: info',
  });
});

test('what is wrong with a query has a code of its own, and what is beyond us is named', async () => {
  const fixture = await searchable();
  const good = { from: 1, to: 2, query: '*' };
  const refused = async (more: object) => (await v3(fixture, { ...good, ...more })).code;
  expect(await refused({ to: 1 })).toBe('InvalidTimeRange');
  expect(await refused({ from: 'x' })).toBe('InvalidTimeRange');
  expect(await refused({ line: -1 })).toBe('InvalidLine');
  expect(await refused({ offset: 'x' })).toBe('InvalidOffset');
  expect(await refused({ reverse: 'sideways' })).toBe('InvalidReverse');
  expect(await refused({ shard: 'x' })).toBe('ParameterInvalid');
  const query = await v3(fixture, { ...good, query: 'a and (b or' });
  expect(query).toMatchObject({ status: 400, code: 'InvalidQueryString' });
  expect(query.json.errorMessage).toContain('at position 12, at its end');
  const sql = await v3(fixture, { ...good, query: '* | select median(level)' });
  expect(sql).toMatchObject({ status: 400, code: 'ParameterInvalid' });
  expect(sql.json.errorMessage).toBe('SQL at position 8: the function median is not supported by the emulator');
  expect(await refused({ query: '* | select count(*)', offset: 1 })).toBe('InvalidOffset');
});

test('SQL counts', async () => {
  const fixture = await searchable();
  const { put, now } = fixture;
  await put(group('web', now, [3, 'info', 'a'], [2, 'error', 'b | c']));
  const range = { from: now - 60, to: now };
  const { meta, data } = (await v3(fixture, { ...range, query: '* | select count(*) as n', line: 0 })).json;
  expect({ data, keys: meta.keys, hasSQL: meta.hasSQL }).toEqual({ data: [{ n: '2' }], keys: ['n'], hasSQL: true });
  const quoted = (await v3(fixture, { ...range, query: 'msg: "b | c" | select count(*)' })).json;
  expect(quoted.data).toEqual([{ _col0: '1' }]);
});

test.each(['/logstores/store', '/logstores/store/index'])(
  'a histogram at %s counts in even stretches',
  async (path) => {
    const fixture = await searchable();
    const { put, now, send } = fixture;
    await put(group('web', now, [100, 'info', 'a'], [99, 'info', 'b'], [1, 'error', 'c']));
    const query = { type: 'histogram', from: String(now - 120), to: String(now), query: '*', topic: '' };
    const answer = await send({ path, query });
    expect(answer.headers).toMatchObject({ 'x-log-progress': 'Complete', 'x-log-count': '3' });
    expect(answer.json).toHaveLength(60);
    expect(answer.json[0]).toEqual({ from: now - 120, to: now - 118, count: 0, progress: 'Complete' });
    expect(
      answer.json.filter(({ count }: { count: number }) => count > 0).map(({ count }: { count: number }) => count),
    ).toEqual([2, 1]);
    const [only] = (await send({ path, query: { ...query, interval: '120' } })).json;
    expect(only).toMatchObject({ from: now - 120, to: now, count: 3 });
    const endless = { ...query, from: '0', interval: '1' };
    expect((await send({ path, query: endless })).code).toBe('ParameterInvalid');
  },
);

test('an interval of 0 is none, as the Go SDK sends it', async () => {
  const { send, now } = await searchable();
  const query = { type: 'histogram', from: String(now - 120), to: String(now), query: '*', topic: '' };
  const [even, zero] = await Promise.all(
    [query, { ...query, interval: '0' }].map((asked) => send({ path: '/logstores/store', query: asked })),
  );
  expect(zero).toMatchObject({ status: 200, json: even?.json });
});

test('topics are listed once each, sorted, page by page, also those that no header holds as they are', async () => {
  const { send, put, emulator } = await startFixture();
  const now = Math.floor(emulator.clock.now() / 1000);
  for (const topic of ['b', 'a', '日志', 'b', '']) await put(group(topic, now, [1, 'info', 'x']));
  const page = (token: string) => send({ path: '/logstores/store', query: { type: 'topic', token, line: '2' } });
  const first = await page('');
  expect(first.json).toEqual(['a', 'b']);
  const token = Buffer.from(String(first.headers['x-log-nexttoken']), 'latin1').toString('utf8');
  expect(token).toBe('日志');
  const last = await page(token);
  expect(last.json).toEqual(['日志']);
  expect(last.headers).toMatchObject({ 'x-log-count': '1', 'x-log-nexttoken': '' });
});

test('a query may be answered half way as often as the switch says, and is complete then', async () => {
  const fixture = await searchable({ switches: { incompleteAnswers: 2 } });
  const { put, now } = fixture;
  await put(group('web', now, [3, 'info', 'a'], [2, 'info', 'b']));
  const asked = { from: now - 60, to: now, query: '*' };
  const answers = [];
  for (let i = 0; i < 4; i += 1) {
    const { meta, data } = (await v3(fixture, asked)).json;
    answers.push([meta.progress, data.length]);
  }
  expect(answers).toEqual([
    ['Incomplete', 1],
    ['Incomplete', 1],
    ['Complete', 2],
    ['Incomplete', 1],
  ]);
});

test('a page beyond the first is the same whether logs have come in between or not, and sees those that have', async () => {
  const fixture = await searchable();
  const { put, now } = fixture;
  const lines = Array.from({ length: 150 }, (_, i) => [150 - i, 'info', `n${i}`] as const);
  await put(group('web', now, ...lines));
  const page = async (offset: number) =>
    (await v3(fixture, { from: now - 600, to: now, query: '*', offset })).json.data.map(
      ({ msg }: { msg: string }) => msg,
    );
  expect((await page(0)).concat(await page(100))).toEqual(lines.map(([, , text]) => text));
  await put(group('web', now, [1, 'info', 'late']));
  expect(await page(149)).toEqual(['n149', 'late']);
});

test('what has outlived the TTL is found no more: by no query, no histogram, no SQL and no topic', async () => {
  const fixture = await searchable({ ttlDays: 3 });
  const { put, now, send, emulator } = fixture;
  await put(group('old', now, [3, 'info', 'a']));
  emulator.clock.advance(2 * 86_400_000);
  await put(group('new', now + 2 * 86_400, [3, 'info', 'b']));
  const range = { from: now - 60, to: now + 10 * 86_400 };
  const seen = async () => ({
    found: (await v3(fixture, { ...range, query: '*' })).json.data.map(({ msg }: { msg: string }) => msg),
    counted: (await v3(fixture, { ...range, query: '* | select count(*) as n' })).json.data[0].n,
    topics: (await send({ path: '/logstores/store', query: { type: 'topic' } })).json,
    inHistogram: (
      await send({
        path: '/logstores/store',
        query: { type: 'histogram', from: String(range.from), to: String(range.to) },
      })
    ).headers['x-log-count'],
  });
  expect(await seen()).toEqual({ found: ['a', 'b'], counted: '2', topics: ['new', 'old'], inHistogram: '2' });
  emulator.clock.advance(86_400_000 + 1_000);
  expect(await seen()).toEqual({ found: ['b'], counted: '1', topics: ['new'], inHistogram: '1' });
});

test('a range may begin and end within a second, and a search may be of one shard', async () => {
  const fixture = await searchable();
  const { put, now } = fixture;
  const at = (timeNsPart: number, text: string) => ({
    timeSeconds: now - 5,
    timeNsPart,
    contents: [['msg', text]] as const,
  });
  await put(encodeLogGroup({ logs: [at(900, 'c'), at(100, 'a'), at(500, 'b')] }), '00');
  await put(encodeLogGroup({ logs: [at(200, 'other')] }), 'ff');
  const found = async (more: object) =>
    (await v3(fixture, { from: now - 5, to: now, query: '*', ...more })).json.data.map(
      ({ msg }: { msg: string }) => msg,
    );
  expect(await found({})).toEqual(['a', 'other', 'b', 'c']);
  expect(await found({ to: now - 5, fromNs: 100, toNs: 500 })).toEqual(['a', 'other']);
  expect(await found({ fromNs: 500 })).toEqual(['b', 'c']);
  expect(await found({ shard: 1 })).toEqual(['other']);
});

test('an answer of SQL tells its columns and their types, in either form', async () => {
  const fixture = await searchable();
  const { put, now, send } = fixture;
  await put(group('web', now, [3, 'info', 'a'], [2, 'error', 'b'], [1, 'info', 'c']));
  const query = 'not msg: b | select level, count(*) as n group by level order by n desc limit 5';
  const { meta, data } = (await v3(fixture, { from: now - 60, to: now, query })).json;
  expect(data).toEqual([{ level: 'info', n: '2' }]);
  expect(meta).toMatchObject({
    count: 1,
    processedRows: 2,
    keys: ['level', 'n'],
    columnTypes: ['varchar', 'bigint'],
    whereQuery: 'not msg: b',
    terms: [],
  });
  const asked = { type: 'log', from: String(now - 60), to: String(now), query: 'b or info | select level limit 1' };
  const old = await send({ path: '/logstores/store', query: asked });
  expect(old.json).toEqual([{ level: 'info' }]);
  expect(JSON.parse(String(old.headers['x-log-query-info']))).toEqual({
    keys: ['level'],
    terms: [
      { key: '', term: 'b' },
      { key: '', term: 'info' },
    ],
    limited: 0,
    mode: 0,
    phraseQueryInfo: null,
  });
});
