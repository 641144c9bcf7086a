import { expect, test } from 'vitest';
import { createGroupAdmin, type GroupAdminCalls } from './create-group-admin.js';
import { isConsumerError } from './errors/consumer-error.js';
import type { GroupAdmin } from './group-admin.js';

const admin = (calls: GroupAdminCalls): GroupAdmin =>
  createGroupAdmin({
    provider: 'acme',
    calls,
    classify: () => ({ code: 'throttled', message: 'too fast', scope: 'call', retryAfterMs: 7, requestId: 'r1' }),
  });
const o = { signal: new AbortController().signal };

test('what a provider leaves out is unsupported, by the names of provider and operation', async () => {
  const { provider: _, close: __, [Symbol.asyncDispose]: ___, ...operations } = admin({});
  expect(Object.keys(operations)).toHaveLength(12);
  for (const [name, operation] of Object.entries(operations)) {
    const call = operation as (...args: unknown[]) => Promise<unknown>;
    const error = await call('g', {}, o).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unsupported' });
    expect(String(error)).toContain('acme');
    expect(String(error)).toContain(name);
  }
});

test('what a provider throws comes out as one kind of error, with all that is known of it', async () => {
  const cause = new Error('raw');
  const failed = admin({ listGroups: () => Promise.reject(cause) }).listGroups(o);
  const error = await failed.catch((reason: unknown) => reason);
  expect(isConsumerError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'throttled', message: 'too fast', retryAfterMs: 7, requestId: 'r1', cause });
});

test('an abort under way comes out as the signal’s reason, whatever the provider made of it', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const calls: GroupAdminCalls = {
    listGroups: async () => {
      controller.abort(reason);
      throw new Error('socket closed');
    },
  };
  await expect(admin(calls).listGroups({ signal: controller.signal })).rejects.toBe(reason);
});
