/**
 * Decided cases that no test is named after, each with the reason; `shownBy` names a test that shows it under another
 * name. One that is not needed any more fails the check.
 * @type {readonly { readonly number: string, readonly reason: string, readonly shownBy?: { readonly file: string, readonly test: string } }[]}
 */
export const exceptions = [
  {
    number: '4.4',
    reason: 'belongs to the credential store of the kit, which knows no case numbers',
    shownBy: {
      file: 'packages/driver-kit/src/credentials/credential-store.test.ts',
      test: 'after a refusal every call with those keys fails locally, saying why, until a new credential comes',
    },
  },
];
