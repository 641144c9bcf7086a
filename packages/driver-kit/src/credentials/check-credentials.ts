import { ConsumerError } from '@polylog/core/driver';
import type { Credentials } from './credentials.js';

/**
 * Takes what a user or a function of his gave for credentials, whatever it is. Throws `invalid-argument` naming the
 * field and where it came from, never a value.
 */
export function checkCredentials(given: unknown, from: string): Credentials {
  if (typeof given !== 'object' || given === null) {
    const found = given === null ? 'null' : typeof given;
    throw wrong(`${from}: expected { accessKeyId, secretAccessKey, securityToken? }, found ${found}`, 'credentials');
  }
  const fields = given as Record<string, unknown>;
  const accessKeyId = checkKey(fields.accessKeyId, 'accessKeyId', from, fields);
  const secretAccessKey = checkKey(fields.secretAccessKey, 'secretAccessKey', from, fields);
  const { securityToken, expiresAtMs } = fields;
  if (expiresAtMs !== undefined && !(typeof expiresAtMs === 'number' && Number.isFinite(expiresAtMs))) {
    const found = `found ${typeof expiresAtMs}`;
    throw wrong(`${from}: expiresAtMs must be a number, epoch milliseconds; ${found}`, 'credentials.expiresAtMs');
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
  const option = `credentials.${field}`;
  if (value === undefined) {
    const names = Object.keys(fields).join(', ') || 'none';
    throw wrong(`${from}: ${field} is missing; the fields found are: ${names}`, option);
  }
  if (typeof value !== 'string')
    throw wrong(`${from}: ${field} must be a string, found ${value === null ? 'null' : typeof value}`, option);
  if (value === '') throw wrong(`${from}: ${field} is empty`, option);
  if (/\s/.test(value))
    throw wrong(`${from}: ${field} contains a space or a line break; was it copied whole and alone?`, option);
  if (!/^[\x21-\x7e]+$/.test(value))
    throw wrong(`${from}: ${field} contains characters that are not plain ASCII`, option);
  return value;
}

function wrong(text: string, option: string): ConsumerError {
  return new ConsumerError('invalid-argument', text, { option });
}
