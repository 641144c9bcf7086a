import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CvmRoleCredential,
  DefaultCredentialProvider,
  OIDCRoleArnCredential,
} from 'tencentcloud-sdk-nodejs/tencentcloud/common/credential.js';
import { afterEach, expect, test, vi } from 'vitest';
import type { CloudStand, StandAnswer } from '../cloud-stand.js';
import { bareMachine } from '../credential-fixture.js';

/** What the README of the add-on says of the SDK alone. Where one of these fails, a newer SDK has mended it: say so there. */

const machine = bareMachine(/^(TENCENTCLOUD|TKE)_|_proxy$/i);
afterEach(() => void vi.useRealTimers());

const ROLES = 'GET /latest/meta-data/cam/security-credentials/';
const keys = (ExpiredTime: number) => ({
  ...{ Code: 'Success', TmpSecretId: 'AKIDone', TmpSecretKey: 'planted', Token: 'token', ExpiredTime },
});
async function metadata(role: () => StandAnswer, given: () => StandAnswer): Promise<CloudStand> {
  const stand = await machine.standing(({ call }) => (call === ROLES ? role() : given()));
  vi.stubEnv('http_proxy', stand.endpoint);
  return stand;
}
const later = (): number => Math.floor(Date.now() / 1000) + 3_600;

test('a role that failed once is remembered as a failure', async () => {
  let status = 500;
  const { requests } = await metadata(
    () => ({ status, body: 'reader' }),
    () => ({ body: keys(later()) }),
  );
  const own = new CvmRoleCredential();
  await expect(own.getCredential()).rejects.toThrow('Get cvm role name failed');
  status = 200;
  await expect(own.getCredential()).rejects.toThrow('Get cvm role name failed');
  expect(requests).toHaveLength(1);
});

test('keys that have expired are asked for again at once, without end', async () => {
  let expired = true;
  const { requests } = await metadata(
    () => ({ body: 'reader' }),
    () => ({ body: keys(expired ? 1 : later()) }),
  );
  const asked = new CvmRoleCredential().getCredential();
  await vi.waitFor(() => expect(requests.length).toBeGreaterThan(20));
  expired = false;
  await asked;
});

test('keys of OIDC are renewed 0.6 s before they expire', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const expiresAt = later();
  const { TmpSecretId, TmpSecretKey, Token } = keys(expiresAt);
  const Credentials = { TmpSecretId, TmpSecretKey, Token };
  const stand = await machine.standing(() => ({ body: { Response: { Credentials, ExpiredTime: expiresAt } } }));
  const file = join(machine.home(), 'token');
  writeFileSync(file, 'token');
  const set = { TKE_REGION: 'r', TKE_PROVIDER_ID: 'p', TKE_WEB_IDENTITY_TOKEN_FILE: file, TKE_ROLE_ARN: 'a' };
  for (const [name, value] of Object.entries(set)) vi.stubEnv(name, value);
  const httpProfile = { protocol: 'http://', endpoint: stand.endpoint.slice('http://'.length) };
  const own = new OIDCRoleArnCredential({ profile: { httpProfile } } as never, undefined as never);
  await own.getCredential();
  vi.setSystemTime(expiresAt * 1000 - 601);
  await own.getCredential();
  expect(stand.requests).toHaveLength(1);
});

test('failures are printed, and where there are no keys the answer is empty ones', async () => {
  const printed = vi.spyOn(console, 'error').mockReturnValue(undefined);
  await metadata(
    () => ({ status: 404, body: '' }),
    () => undefined,
  );
  expect(await new DefaultCredentialProvider().getCredential()).toMatchObject({ secretId: '', secretKey: '' });
  expect(printed).toHaveBeenCalledTimes(2);
});

test('a damaged answer is quoted, with a part of the key', async () => {
  await metadata(
    () => ({ body: 'reader' }),
    () => ({ body: 'planted secret' }),
  );
  await expect(new CvmRoleCredential().getCredential()).rejects.toThrow(/planted/);
});
