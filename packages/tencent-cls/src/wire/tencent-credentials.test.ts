import type { Credentials } from '@polylog/driver-kit';
import { expect, it } from 'vitest';
import { type TencentKeys, tencentCredentials } from './tencent-credentials.js';

const keys = { secretId: 'id', secretKey: 'secret' };
const ours = { accessKeyId: 'id', secretAccessKey: 'secret' };
const { signal } = new AbortController();

async function asked(given: Parameters<typeof tencentCredentials>[0]): Promise<Credentials> {
  const source = tencentCredentials(given);
  return typeof source === 'function' ? await source({ refresh: false, signal }) : source;
}

it('our own form, and a function, stay as they are', async () => {
  expect(tencentCredentials(ours)).toBe(ours);
  const source = async () => ours;
  expect(tencentCredentials(source)).toBe(source);
});

it('takes the keys of the vendor’s SDK, whose empty token is none', async () => {
  expect(await asked(keys)).toEqual(ours);
  expect(await asked({ ...keys, token: '' })).toEqual(ours);
  expect(await asked({ ...keys, token: 'token' })).toEqual({ ...ours, securityToken: 'token' });
});

it('asks an object of the vendor’s SDK each time, as itself', async () => {
  class Rotating {
    #n = 0;
    async getCredential(): Promise<TencentKeys> {
      this.#n += 1;
      return { secretId: `id${this.#n}`, secretKey: 'secret', token: 'token' };
    }
  }
  const rotating = new Rotating();
  const source = tencentCredentials(rotating) as Extract<
    ReturnType<typeof tencentCredentials>,
    (...args: never[]) => unknown
  >;
  expect(await source({ refresh: false, signal })).toMatchObject({ accessKeyId: 'id1', securityToken: 'token' });
  expect(await source({ refresh: true, signal })).toMatchObject({ accessKeyId: 'id2' });
});

it.each([
  ['nothing', undefined],
  ['half', { secretId: 'PLANTED' }],
])('an object that answers %s is refused by naming the field', async (_, answer) => {
  const given = { getCredential: async () => answer as TencentKeys };
  await expect(asked(given)).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(asked(given)).rejects.toThrow(/is missing; allowed: \{ secretId, secretKey, token\? \}/);
  await expect(asked(given)).rejects.not.toThrow(/PLANTED/);
});
