import { SlsError } from '../../error.js';

/** A refusal of the part before the pipe that names the place, counted from 1. The service's own words are not known. */
export function queryError(query: string, at: number, why: string): SlsError {
  const near = at < query.length ? `near ${JSON.stringify(query.slice(at, at + 20))}` : 'at its end';
  return new SlsError(400, 'InvalidQueryString', `query string is invalid at position ${at + 1}, ${near}: ${why}`);
}
