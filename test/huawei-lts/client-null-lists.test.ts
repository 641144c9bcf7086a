import { createTransport, type Transport } from '@polylog/driver-kit';
import { expect, it, onTestFinished } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

/** Every answer is this one. */
function answering(text: string): Transport {
  const transport = createTransport();
  onTestFinished(() => transport.close());
  const send: Transport['send'] = async (request) => ({
    ...(await transport.send(request)),
    status: 200,
    body: Buffer.from(text),
  });
  return { ...transport, send };
}

it('takes null for an empty list, as the vendor’s own consumer reads it', async () => {
  const clientOf = async (text: string) => (await startClient({ transport: answering(text) })).client;
  const groups = await clientOf('{"log_groups":null}');
  expect(await groups.logGroups.list().all()).toEqual([]);
  const streams = await clientOf('{"log_streams":null}');
  expect(await streams.logStreams.list({}).all()).toEqual([]);
  const nothing = await clientOf('null');
  expect(await nothing.consumerGroups.list(ref).all()).toEqual([]);
  expect(await nothing.checkpoints.get({ ...ref, group: 'billing', shard: '0' })).toBeUndefined();
});

it.each(['{}', '{"log_groups":{}}', '{"log_groups":"none"}'])(
  'takes no list at all for a broken answer: %s',
  async (text) => {
    const { client } = await startClient({ transport: answering(text) });
    expect(await refusal(client.logGroups.list().all())).toMatchObject({ code: 'corrupt-data' });
  },
);
