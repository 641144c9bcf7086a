import { parseJson } from '@polylog/driver-kit';
import { int64 } from '../http/int64.js';
import type { RawRequest } from '../http/request.js';
import { ClsError, invalidParameter, missingParameter } from './error.js';

/** The JSON of a request. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(request: RawRequest): Fields {
  const text = request.body.toString('utf8');
  try {
    const value = text.trim() === '' ? {} : parseJson(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    // Whatever is wrong with it, there is one code.
  }
  throw new ClsError(400, 'InvalidContent', 'the body is not a JSON object', 'InvalidParameter');
}

export function textField(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === '') throw missingParameter(name);
  if (typeof value !== 'string') throw invalidParameter(`${name} is not a text`);
  return value;
}

function listField(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalidParameter(`${name} is not a list`);
  return value;
}

export function textsField(fields: Fields, name: string): readonly string[] {
  return listField(fields, name).map((entry) => {
    if (typeof entry !== 'string') throw invalidParameter(`${name} holds what is not a text`);
    return entry;
  });
}

export function objectsField(fields: Fields, name: string): readonly Fields[] {
  return listField(fields, name).map((entry) => {
    if (typeof entry !== 'object' || entry === null) throw invalidParameter(`${name} holds what is not an object`);
    return entry as Fields;
  });
}

/** A whole number from `least` to `most`; `standard` where it is not there. */
export function wholeField(fields: Fields, name: string, limits: WholeLimits): number {
  const { least, most, standard } = limits;
  const value = fields[name] ?? standard;
  if (value === undefined) throw missingParameter(name);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ClsError(
    400,
    'InvalidParam',
    `${name} must be a whole number from ${least} to ${most}`,
    'InvalidParameterValue',
  );
}

export interface WholeLimits {
  readonly least: number;
  readonly most: number;
  readonly standard?: number;
}

/** A signed number of 64 bits, exact; undefined where it is not there. */
export function int64Field(fields: Fields, name: string): bigint | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const found = int64(value);
  if (found !== undefined) return found;
  throw invalidParameter(`${name} is not a whole number of 64 bits`);
}
