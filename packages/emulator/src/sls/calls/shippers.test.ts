import { expect, test } from 'vitest';
import { startFixture } from '../../../testing/fixture.js';

const path = '/logstores/store/shipper';
const shipper = (shipperName: string, more: object = {}): string =>
  JSON.stringify({
    shipperName,
    targetType: 'oss',
    targetConfiguration: { ossBucket: 'b', bufferInterval: 300 },
    ...more,
  });

test('a shipper is stored as it came, listed, replaced, and gone when it is deleted', async () => {
  const { send } = await startFixture({ switches: { shipperNotExistStatus: 400 } });
  expect((await send({ method: 'POST', path, body: shipper('to-oss') })).status).toBe(200);
  expect((await send({ method: 'POST', path, body: shipper('to-oss') })).code).toBe('ParameterInvalid');
  expect((await send({ method: 'POST', path, body: shipper('tape', { targetType: 'tape' }) })).code).toBe(
    'ParameterInvalid',
  );
  expect((await send({ path })).json).toEqual({ count: 1, total: 1, shipper: ['to-oss'] });
  await send({
    method: 'PUT',
    path: `${path}/to-oss`,
    body: shipper('to-oss', { targetConfiguration: { ossBucket: 'c' } }),
  });
  expect((await send({ path: `${path}/to-oss` })).json).toMatchObject({ targetConfiguration: { ossBucket: 'c' } });
  await send({ method: 'DELETE', path: `${path}/to-oss` });
  expect(await send({ path: `${path}/to-oss` })).toMatchObject({ status: 400, code: 'ShipperNotExist' });
});

test('tasks are told of for 48 hours, by status, with their counts; a retry of those that failed succeeds', async () => {
  const { send, emulator } = await startFixture();
  await send({ method: 'POST', path, body: shipper('to-oss') });
  const add = (id: string, status: 'running' | 'success' | 'fail') =>
    emulator.sls.addShipperTask('proj', 'store', 'to-oss', {
      id,
      status,
      message: status === 'fail' ? 'no bucket' : '',
    });
  add('old', 'success');
  emulator.clock.advance(48 * 3_600_000 + 1_000);
  add('a', 'success');
  add('b', 'fail');
  const now = Math.floor(emulator.clock.now() / 1000);
  const range = { from: String(now - 200_000), to: String(now + 1) };
  const tasks = async (query: Record<string, string>) => await send({ path: `${path}/to-oss/tasks`, query });
  expect((await tasks({ ...range, status: '' })).json).toMatchObject({
    count: 2,
    total: 2,
    statistics: { running: 0, success: 1, fail: 1 },
    tasks: [
      { id: 'a', taskStatus: 'success' },
      { id: 'b', taskStatus: 'fail', taskMessage: 'no bucket' },
    ],
  });
  expect((await tasks({ ...range, status: 'fail' })).json).toMatchObject({ total: 1, tasks: [{ id: 'b' }] });
  expect((await tasks({ from: '5', to: '5' })).code).toBe('ParameterInvalid');
  const retry = (ids: readonly string[]) =>
    send({ method: 'PUT', path: `${path}/to-oss/tasks`, body: JSON.stringify(ids) });
  expect((await retry(Array.from({ length: 11 }, () => 'b'))).code).toBe('ParameterInvalid');
  expect((await retry(['b', 'nobody'])).code).toBe('ParameterInvalid');
  expect((await retry(['b'])).status).toBe(200);
  expect((await tasks({ ...range, status: 'success' })).json).toMatchObject({
    statistics: { running: 0, success: 2, fail: 0 },
    tasks: [{ id: 'a' }, { id: 'b', taskMessage: '', taskFinishTime: now }],
  });
});
