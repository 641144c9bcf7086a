import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GroupAdmin } from '@polylog/core/driver';
import { clsGroupAdmin } from '@polylog/tencent-cls';
import { sdkGroupAdmin } from '@polylog/tencent-sdk';
import { Client as ClsClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cls/v20201016/cls_client.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClsHarness, clsHarness, join, o, refusal } from '../group-admin/admin-harness.js';
import { describeGroupAdmin } from '../group-admin/group-admin-suite.js';

/** The user's own client, led to the emulator by its own options. */
function clientFor(address: string, secretKey = 'polylog-emulator-secret', reqTimeout = 60): ClsClient {
  const httpProfile = { protocol: 'http://', endpoint: address, reqTimeout };
  return new ClsClient({
    credential: { secretId: 'polylog', secretKey },
    region: 'ap-guangzhou',
    profile: { httpProfile },
  });
}

/** The SDK signs with the system's clock: so that goes with the emulator's. */
async function sdkHarness(more: Parameters<typeof clsHarness>[0] = {}): Promise<ClsHarness> {
  const harness = await clsHarness({
    ...more,
    open: ({ endpoint = '', logsetId, topicIds, clock }) => {
      const client = clientFor(new URL(endpoint).host);
      return sdkGroupAdmin({ client, logsetId, topicIds, ...(clock && { clock }) });
    },
  });
  const { clock } = harness.options;
  const follow = (): void => void vi.setSystemTime(clock?.now() ?? 0);
  follow();
  return {
    ...harness,
    async advance(ms) {
      await harness.advance(ms);
      follow();
    },
  };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

describeGroupAdmin('CLS by the client of the vendor’s SDK', () => sdkHarness());

describe('the group admin over the SDK’s client', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  const open = async (more?: Parameters<typeof clsHarness>[0]): Promise<ClsHarness> => {
    const harness = await sdkHarness(more);
    closing.push(harness.stop);
    return harness;
  };
  const adminOver = (client: ClsClient): GroupAdmin =>
    sdkGroupAdmin({ client, logsetId: 'logset-1', topicIds: ['orders'] });
  /** Something that answers every request alike. */
  const adminOfAnswers = async (status: number, body: string | undefined): Promise<GroupAdmin> => {
    const server = createServer((_, response) => {
      if (body !== undefined) response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(
      () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    );
    return adminOver(clientFor(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  };

  it('finds the groups that the adapter’s own finds, and its checkpoints', async () => {
    const harness = await open();
    const { admin } = harness;
    const own = clsGroupAdmin(harness.options);
    const membership = await join(harness, 'billing', 'worker-7');
    harness.append('orders/1', 3);
    harness.append('orders/2', 2);
    await membership.heartbeat(['orders/1', 'orders/2'], o());
    const position = (await harness.driver.locate(await harness.driver.partitions(o()), 'latest', o())).get('orders/1');
    await membership.save([{ partition: 'orders/1', position: position! }], o());
    expect(await admin.listGroups(o())).toEqual(await own.listGroups(o()));
    expect(await admin.checkpoints('billing', o())).toEqual(await own.checkpoints('billing', o()));
    expect(await admin.lag('billing', o())).toEqual(await own.lag('billing', o()));
    expect(await admin.partitions(o())).toEqual(await own.partitions(o()));
    await own.close();
  });

  it('refuses an offset that the SDK has rounded, and says who reads it exactly', async () => {
    const { admin } = await open({ cls: { switches: { offsetBase: 2n ** 53n + 1n } } });
    await admin.createGroup({ name: 'billing', sessionTimeoutMs: 30_000 }, o());
    const failed = await refusal(admin.checkpoints('billing', o()));
    expect(failed).toMatchObject({ code: 'unsupported', message: expect.stringContaining('clsGroupAdmin') });
  });

  it('fails as the service does, with its code and request id, and without a key', async () => {
    const harness = await open();
    const wrong = adminOver(clientFor(new URL(harness.options.endpoint ?? '').host, 'wrong-secret'));
    const error = await wrong.listGroups(o()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('check the SecretId'),
      requestId: expect.stringMatching(/./),
    });
    expect(String(error)).not.toContain('wrong-secret');
  });

  it.each<[string, number, string | undefined, object]>([
    ['a page of a proxy', 502, '<html>', { code: 'unavailable', message: expect.stringContaining('status 502') }],
    ['half of an answer', 200, '{"Response":{"Tmp', { code: 'corrupt-data' }],
    ['nothing of its kind', 200, '{"Response":[]}', { code: 'corrupt-data' }],
    ['an empty object', 200, '{}', { code: 'corrupt-data' }],
  ])('of %s says what it is', async (_, status, body, expected) => {
    const admin = await adminOfAnswers(status, body);
    const error = await admin.listGroups(o()).catch((reason: unknown) => reason);
    expect(error).toMatchObject(expected);
    expect(String(error)).not.toContain('Tmp');
  });

  it('gives up with the signal, and after the time that one request may take', async () => {
    const admin = await adminOfAnswers(200, undefined);
    const ended = new AbortController();
    const listed = admin.listGroups({ signal: ended.signal });
    ended.abort('enough');
    await expect(listed).rejects.toBe('enough');
    await expect(admin.listGroups({ ...o(), timeoutMs: 20 })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('within 20 ms'),
    });
  });

  it('that is closed leaves the client to its owner', async () => {
    const harness = await open();
    const client = clientFor(new URL(harness.options.endpoint ?? '').host);
    await adminOver(client).close();
    expect(await client.DescribeConsumerGroups({ LogsetId: 'logset-1' })).toMatchObject({ ConsumerGroupsInfo: [] });
  });

  it('wants a client, and says so', () => {
    const topics = { logsetId: 'logset-1', topicIds: ['orders'] };
    expect(() => sdkGroupAdmin({ ...topics, client: {} as never })).toThrow(/client has no method "request"/);
    expect(() => sdkGroupAdmin({ ...topics, client: clientFor('x'), topicIds: [] })).toThrow(
      /topicIds is an empty list/,
    );
  });
});
