import { ConsumerError, type StartPoint } from '@polylog/core/driver';
import { given, type OfficialConsumerOptions, type OfficialTable, readOfficialTable } from '@polylog/driver-kit';
import { LONGEST_SESSION_MS } from '../limits.js';
import type { LtsDriverOptions } from '../options.js';
import { facesOf } from '../wire/faces.js';
import { type OfficialValues, parameters, withoutCounterpart } from './parameters.js';

export interface OfficialOptions {
  readonly driver: LtsDriverOptions;
  readonly consumer: OfficialConsumerOptions;
}

/**
 * Translates the configuration of the official consumer library (`ConsumerConfig` of Python, the vendor's table of
 * parameters) into ours. `''` and `null` mean "not set". Throws `invalid-argument` with one line that names the parameter,
 * what was found, what is allowed and what to do; for a parameter without a counterpart, too.
 */
export function fromOfficialOptions(table: Readonly<Record<string, unknown>>): OfficialOptions {
  const official = readOfficialTable<OfficialValues>(table, parameters, withoutCounterpart, 'zero is a value');
  const { values, required } = official;
  const region = required('region');
  const { endpoint } = values;
  facesOf({ region, endpoint });
  const startNs = startOf(official);
  const endNs = endOf(official, startNs);
  return {
    driver: {
      region,
      ...given('endpoint', endpoint),
      projectId: required('projectId'),
      logGroupId: required('logGroupId'),
      logStreamId: required('logStreamId'),
      credentials: credentialsOf(official),
      ...given('maxRecords', values.maxRecords),
    },
    consumer: {
      group: required('group'),
      ...given('members', values.members),
      start: startPointOf(startNs),
      // After that, consumers there take their shards for lost.
      sessionTimeoutMs: LONGEST_SESSION_MS,
      // Up, so that nothing before the end is missed.
      ...given('until', endNs === undefined ? undefined : { epochMs: Number((endNs + 999_999n) / 1_000_000n) }),
    },
  };
}

type Official = OfficialTable<OfficialValues>;
type Start = 'begin' | 'end' | bigint;

function startOf({ values, nameOf }: Official): Start {
  const { startTime } = values;
  if (startTime !== undefined && startTime !== 0n) return startTime;
  const found = startTime === undefined ? 'missing' : '0';
  throw invalid(
    `${nameOf('startTime')} is ${found}, which there reads from wherever the service begins; here it has to be said: "begin", "end", or epoch nanoseconds.`,
  );
}

function startPointOf(start: Start): StartPoint {
  if (start === 'begin') return 'earliest';
  if (start === 'end') return 'latest';
  return { epochMs: Number(start / 1_000_000n) };
}

function endOf({ values, nameOf }: Official, start: Start): bigint | undefined {
  const { endTime } = values;
  if (endTime === undefined || endTime === 0n) return undefined;
  if (typeof endTime === 'string') {
    throw invalid(
      `${nameOf('endTime')} is "${endTime}"; allowed: epoch nanoseconds, a Date, { epochMs }, or 0 for none. To read up to now, give the time of now.`,
    );
  }
  if (typeof start === 'bigint' && endTime <= start) {
    throw invalid(
      `${nameOf('endTime')} is not after ${nameOf('startTime')}, so there is nothing to read. Give a later end, or 0 for none.`,
    );
  }
  return endTime;
}

function credentialsOf({ values, required, nameOf }: Official): LtsDriverOptions['credentials'] {
  const { credentials, accessKeyId, secretAccessKey, securityToken } = values;
  if (credentials === undefined) {
    return {
      accessKeyId: required('accessKeyId'),
      secretAccessKey: required('secretAccessKey'),
      ...given('securityToken', securityToken),
    };
  }
  const fields = { accessKeyId, secretAccessKey, securityToken };
  for (const field of ['accessKeyId', 'secretAccessKey', 'securityToken'] as const) {
    if (fields[field] === undefined) continue;
    throw invalid(`${nameOf(field)} and ${nameOf('credentials')} are two ways to give keys. Give one of them.`);
  }
  return credentials;
}

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', message);
}
