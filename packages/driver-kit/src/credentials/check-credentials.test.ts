import { expect, test } from 'vitest';
import { checkCredentials } from './check-credentials.js';
import { environmentCredentials, staticCredentials } from './credential-sources.js';
import type { Credentials } from './credentials.js';

const good = { accessKeyId: 'id', secretAccessKey: 'secret' };
const { signal } = new AbortController();

test('takes what is well-formed, without fields it does not know', () => {
  expect(checkCredentials({ ...good, region: 'x' }, 'credentials')).toEqual(good);
  const temporary = { ...good, securityToken: 'to/ken==', expiresAtMs: 5 };
  expect(checkCredentials(temporary, 'credentials')).toEqual(temporary);
});

test.each<[unknown, string]>([
  [undefined, 'credentials: expected { accessKeyId, secretAccessKey, securityToken? }, found undefined'],
  [null, 'found null'],
  ['planted', 'found string'],
  [{}, 'accessKeyId is missing; the fields found are: none'],
  [
    { accessKeyId: 'id', accessKeySecret: 'planted' },
    'secretAccessKey is missing; the fields found are: accessKeyId, accessKeySecret',
  ],
  [{ ...good, secretAccessKey: '' }, 'secretAccessKey is empty'],
  [{ ...good, secretAccessKey: 7 }, 'secretAccessKey must be a string, found number'],
  [{ ...good, secretAccessKey: null }, 'secretAccessKey must be a string, found null'],
  [{ ...good, secretAccessKey: 'planted\n' }, 'secretAccessKey contains a space or a line break'],
  [{ ...good, accessKeyId: 'planted planted' }, 'accessKeyId contains a space'],
  [{ ...good, securityToken: 'plantéd' }, 'securityToken contains characters that are not plain ASCII'],
  [{ ...good, securityToken: '' }, 'securityToken is empty'],
  [{ ...good, expiresAtMs: Number.NaN }, 'expiresAtMs must be a number'],
  [{ ...good, expiresAtMs: new Date(0) }, 'expiresAtMs must be a number, epoch milliseconds; found object'],
])('refuses %o by naming the field, never a value', (given, text) => {
  let message = '';
  try {
    checkCredentials(given, 'credentials');
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-argument' });
    message = (error as Error).message;
  }
  expect(message).toContain(text);
  expect(message).not.toMatch(/plant/);
});

test('static keys are checked at once', () => {
  expect(staticCredentials(good)).toEqual(good);
  expect(() => staticCredentials({ ...good, accessKeyId: '' })).toThrow('credentials: accessKeyId is empty');
});

test('environment variables are read when they are asked for, the token where it is set', async () => {
  const environment: Record<string, string> = {};
  const variables = { accessKeyId: 'AK_ID', secretAccessKey: 'AK_SECRET', securityToken: 'STS' };
  const source = environmentCredentials(variables, environment) as Exclude<
    ReturnType<typeof environmentCredentials>,
    Credentials
  >;
  const ask = (): Promise<Credentials> => source({ refresh: false, signal });
  await expect(ask()).rejects.toMatchObject({
    code: 'invalid-argument',
    message: 'the environment variable AK_ID is not set: set it, or give credentials as an option',
  });
  environment.AK_ID = 'id';
  environment.AK_SECRET = '';
  await expect(ask()).rejects.toThrow('AK_SECRET is empty');
  environment.AK_SECRET = 'planted\n';
  const error = await ask().catch((e: Error) => e);
  expect((error as Error).message).toContain('environment variables AK_ID, AK_SECRET, STS: secretAccessKey contains');
  expect((error as Error).message).not.toContain('planted');
  environment.AK_SECRET = 'secret';
  expect(await ask()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
  environment.STS = 'token';
  expect(await ask()).toMatchObject({ securityToken: 'token' });
});
