import { SlsError } from '../../error.js';

/** A refusal of the SQL part that names the place in it, counted from 1. The service's own words are not known. */
export function sqlError(at: number, why: string): SlsError {
  return new SlsError(400, 'ParameterInvalid', `SQL at position ${at + 1}: ${why}`);
}

export function notSupported(at: number, what: string): SlsError {
  return sqlError(at, `${what} is not supported by the emulator`);
}
