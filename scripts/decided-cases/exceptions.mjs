/**
 * Decided cases that no test is named after, each with the reason; `shownBy` names a test that shows it under another
 * name. One that is not needed any more fails the check.
 * @type {readonly { readonly number: string, readonly reason: string, readonly shownBy?: { readonly file: string, readonly test: string } }[]}
 */
export const exceptions = [];
