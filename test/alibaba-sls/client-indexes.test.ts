import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

const index = {
  line: { token: [',', ' ', '"', ';', '\n', '\t'], caseSensitive: false, chn: true },
  keys: {
    status: { type: 'long', doc_value: true },
    path: { type: 'text', token: ['/'], caseSensitive: true, alias: 'p' },
    body: { type: 'json', token: [' '], index_all: true, max_depth: -1, json_keys: { 'a.b': { type: 'long' } } },
  },
  ttl: 7,
  max_text_len: 2_048,
  log_reduce: false,
} as const;

it('creates an index, gives it back as it was with what the service adds, replaces and deletes it', async () => {
  const { client } = await startClient();
  await client.indexes.create({ ...ref, index });
  expect(await client.indexes.get(ref)).toEqual({
    ...index,
    index_mode: 'v2',
    storage: 'pg',
    lastModifyTime: expect.any(Number),
  });
  await client.indexes.update({ ...ref, index: { line: { token: [' '] }, new_in_2030: { a: [1] } } });
  const { line, keys, new_in_2030 } = await client.indexes.get(ref);
  expect({ line, keys, new_in_2030 }).toEqual({ line: { token: [' '] }, keys: undefined, new_in_2030: { a: [1] } });
  await client.indexes.delete(ref);
  const missing = await refusal(client.indexes.get(ref));
  expect(missing).toMatchObject({ code: 'not-found', serviceCode: 'IndexConfigNotExist', status: 404 });
});

it('takes what it has read for an update', async () => {
  const { client } = await startClient();
  await client.indexes.create({ ...ref, index });
  const before = await client.indexes.get(ref);
  await client.indexes.update({ ...ref, index: { ...before, ttl: 30 } });
  expect(await client.indexes.get(ref)).toMatchObject({ keys: index.keys, ttl: 30 });
});

it('hands on what the service refuses', async () => {
  const { client } = await startClient();
  expect((await refusal(client.indexes.create({ ...ref, index: {} }))).serviceCode).toBe('IndexInfoInvalid');
  await client.indexes.create({ ...ref, index });
  expect((await refusal(client.indexes.create({ ...ref, index }))).serviceCode).toBe('IndexAlreadyExist');
  await client.indexes.delete(ref);
  expect((await refusal(client.indexes.delete(ref))).serviceCode).toBe('ParameterInvalid');
});
