import { type NameCheck, nameCheck } from '@polylog/driver-kit';

/** The service's rules for names and ids, as far as they are documented. Each throws `invalid-argument`. */

/** 32 hexadecimal digits by the documentation; nothing else can stand in a path is what counts. */
export const projectIdText: NameCheck = nameCheck(/^[0-9A-Za-z_-]{1,64}$/, 'the project’s id: 32 hexadecimal digits');

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const idNotName = 'such as "e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1", and not its name, for the protocol knows ids only';
export const logGroupIdText: NameCheck = nameCheck(UUID, `the id of a log group, ${idNotName}`);
export const logStreamIdText: NameCheck = nameCheck(UUID, `the id of a log stream, ${idNotName}`);

/** Its syntax is not documented: what can stand in a path. */
export const groupName: NameCheck = nameCheck(
  /^(?!\.{1,2}$)[^\p{C}/\\?#]{1,64}$/u,
  '1 to 64 characters, none of them a slash or a control character',
);
