import { ConsumerError, type StartPoint } from '@polylog/core/driver';
import { given, type OfficialConsumerOptions, type OfficialTable, readOfficialTable } from '@polylog/driver-kit';
import type { ClsDriverOptions } from '../options.js';
import { planesOf } from '../wire/planes.js';
import { type OfficialValues, parameters, withoutCounterpart } from './parameters.js';

export interface OfficialOptions {
  readonly driver: ClsDriverOptions;
  readonly consumer: OfficialConsumerOptions;
}

/** Of the vendor's table. */
const HEARTBEAT_SECONDS = 20;

/**
 * Translates the configuration of the official consumer library (`LogHubConfig` of Python, the vendor's table of
 * parameters) into ours. `''` and `null` mean "not set". Throws `invalid-argument` with one line that names the parameter,
 * what was found, what is allowed and what to do; for a parameter without a counterpart, too. A size out of range is put
 * right, with a warning of the process.
 */
export function fromOfficialOptions(table: Readonly<Record<string, unknown>>): OfficialOptions {
  const official = readOfficialTable<OfficialValues>(table, parameters, withoutCounterpart, 'zero is a value');
  const { values, required } = official;
  const endpoint = required('endpoint');
  const region = required('region');
  const { internal } = values;
  planesOf({ endpoint, region, internal });
  const start = startOf(official);
  return {
    driver: {
      endpoint,
      region,
      credentials: { accessKeyId: required('accessKeyId'), secretAccessKey: required('secretAccessKey') },
      logsetId: required('logsetId'),
      topicIds: required('topicIds'),
      ...given('internal', internal),
      ...given('maxReadBytes', values.maxReadBytes),
      ...given('query', values.query),
    },
    consumer: {
      group: required('group'),
      ...given('member', values.member),
      start,
      // There, a member is gone after two intervals. How often it beats within them is ours to say.
      sessionTimeoutMs: 2_000 * (values.heartbeatSeconds ?? HEARTBEAT_SECONDS),
      ...given('idleMs', values.idleMs),
      ...given('until', endOf(official, start)),
    },
  };
}

type Official = OfficialTable<OfficialValues>;

function startOf({ values, nameOf }: Official): StartPoint {
  const { startTime: start } = values;
  if (start === undefined) {
    throw invalid(
      `${nameOf('startTime')} is missing. There it is "end" then, and what came before the first start is never read; here it has to be said: "begin", "end" or epoch seconds.`,
    );
  }
  return start === 'begin' ? 'earliest' : start === 'end' ? 'latest' : start;
}

function endOf({ values, nameOf }: Official, start: StartPoint): { readonly epochMs: number } | undefined {
  const { endTime } = values;
  if (endTime === undefined) return undefined;
  if (typeof endTime === 'string') {
    throw invalid(
      `${nameOf('endTime')} is "${endTime}"; allowed: epoch seconds, or an ISO 8601 time with a zone. To read up to now, give the time of now.`,
    );
  }
  if (typeof start === 'object' && endTime.epochMs <= start.epochMs) {
    throw invalid(
      `${nameOf('endTime')} is not after ${nameOf('startTime')}, so there is nothing to read. Give a later end, or none.`,
    );
  }
  return endTime;
}

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', message);
}
