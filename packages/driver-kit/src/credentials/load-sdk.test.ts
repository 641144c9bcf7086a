import { expect, test } from 'vitest';
import { loadSdk } from './load-sdk.js';

const names = { caller: 'someCredentials', sdk: 'some-sdk', addOn: '@polylog/some-sdk' };

test('an SDK that cannot be loaded is unsupported, in one line that says which and what to do', async () => {
  const cause = new Error("Cannot find package 'some-sdk'\nimported from here");
  await expect(loadSdk(names, () => Promise.reject(cause))).rejects.toMatchObject({
    code: 'unsupported',
    message:
      'someCredentials: the package "some-sdk" cannot be loaded: Error: Cannot find package \'some-sdk\' imported from here. It comes with @polylog/some-sdk; install that again.',
    cause,
  });
});
