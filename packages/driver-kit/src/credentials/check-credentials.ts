import { ConsumerError } from '@polylog/core/driver';
import type { Credentials } from './credentials.js';

/**
 * Takes what a user or a function of his gave for credentials, whatever it is. Throws `invalid-argument` naming the
 * field and where it came from, never a value.
 */
export function checkCredentials(given: unknown, from: string): Credentials {
  if (typeof given !== 'object' || given === null) {
    const found = given === null ? 'null' : typeof given;
    throw wrong(`${from}: expected { accessKeyId, secretAccessKey, securityToken? }, found ${found}`);
  }
  const fields = given as Record<string, unknown>;
  const accessKeyId = checkKey(fields.accessKeyId, 'accessKeyId', from, fields);
  const secretAccessKey = checkKey(fields.secretAccessKey, 'secretAccessKey', from, fields);
  const { securityToken, expiresAtMs } = fields;
  if (expiresAtMs !== undefined && !(typeof expiresAtMs === 'number' && Number.isFinite(expiresAtMs))) {
    throw wrong(`${from}: expiresAtMs must be a number, epoch milliseconds; found ${typeof expiresAtMs}`);
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(securityToken !== undefined && { securityToken: checkKey(securityToken, 'securityToken', from, fields) }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  };
}

/** One key or token: not empty, nothing that cannot stand in a header. */
function checkKey(value: unknown, field: string, from: string, fields: Record<string, unknown>): string {
  if (value === undefined) {
    const names = Object.keys(fields).join(', ') || 'none';
    throw wrong(`${from}: ${field} is missing; the fields found are: ${names}`);
  }
  if (typeof value !== 'string')
    throw wrong(`${from}: ${field} must be a string, found ${value === null ? 'null' : typeof value}`);
  if (value === '') throw wrong(`${from}: ${field} is empty`);
  if (/\s/.test(value))
    throw wrong(`${from}: ${field} contains a space or a line break; was it copied whole and alone?`);
  if (!/^[\x21-\x7e]+$/.test(value)) throw wrong(`${from}: ${field} contains characters that are not plain ASCII`);
  return value;
}

const wrong = (text: string): ConsumerError => new ConsumerError('invalid-argument', text);
