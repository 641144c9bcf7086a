import { expect, it } from 'vitest';
import { type KeySettings, keysOfSettings } from './key-settings.js';

const names = {
  ...{ ak: 'AK', sk: 'SK', securityToken: 'TOKEN' },
  ...{ idpId: 'IDP', idTokenFile: 'FILE', iamEndpoint: 'IAM' },
};
const { signal } = new AbortController();
const found = (settings: KeySettings) =>
  keysOfSettings(settings, names, { name: 'the place', signal, timeoutMs: 1_000 });

it('keys are found with and without a token; an empty text is none', async () => {
  const keys = { accessKeyId: 'id', secretAccessKey: 'planted' };
  expect(await found({ ak: 'id', sk: 'planted', securityToken: '' })).toEqual({ credentials: keys });
  expect(await found({ ak: 'id', sk: 'planted', securityToken: 't' })).toEqual({
    credentials: { ...keys, securityToken: 't' },
  });
  expect(await found({ ak: '', sk: '' })).toEqual({ none: 'neither AK and SK nor IDP are set' });
});

it.each<[KeySettings, string]>([
  [{ ak: 'id' }, 'the place has AK and no SK. Set both, or none.'],
  [{ sk: 'planted' }, 'the place has SK and no AK. Set both, or none.'],
  [{ ak: 'id', sk: 'planted', idpId: 'x' }, 'the place has IDP and no FILE. Set both, or none.'],
])('half of something is a mistake that is named without its value: %j', async (settings, message) => {
  await expect(found(settings)).rejects.toMatchObject({ code: 'invalid-argument', message });
});
