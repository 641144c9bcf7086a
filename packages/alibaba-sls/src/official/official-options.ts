import { ConsumerError, type StartPoint } from '@polylog/core/driver';
import { given, type OfficialConsumerOptions, type OfficialTable, readOfficialTable } from '@polylog/driver-kit';
import type { SlsDriverOptions } from '../options.js';
import { type OfficialValues, parameters, withoutCounterpart } from './parameters.js';

export interface OfficialOptions {
  readonly driver: SlsDriverOptions;
  readonly consumer: OfficialConsumerOptions;
}

const orders = { inOrder: 'lineage', any: 'partition' } as const;

const DEFAULT_SESSION_TIMEOUT_MS = 30_000;

/**
 * Translates the configuration of the official consumer libraries (`LogHubConfig` of Python, Go or Java, under the names
 * of any of them) into ours. As there, `0`, `''` and `null` mean "not set". Throws `invalid-argument` with one line that
 * names the parameter, what was found, what is allowed and what to do; for a parameter without a counterpart, too.
 */
export function fromOfficialOptions(table: Readonly<Record<string, unknown>>): OfficialOptions {
  const { values, nameOf, required } = readOfficialTable<OfficialValues>(
    table,
    parameters,
    withoutCounterpart,
    'zero is not set',
  );
  const until = end(values, nameOf);
  const start = begin(values, nameOf);
  if (until !== undefined && typeof start === 'object' && until.epochMs <= start.epochMs) {
    throw invalid(
      `${nameOf('endTime')} is not after ${nameOf('startTime')}, so there is nothing to read. Give a later end, or none.`,
    );
  }
  const sessionTimeoutMs = values.sessionTimeoutMs ?? sessionFor(values.heartbeatMs);
  return {
    driver: {
      endpoint: required('endpoint'),
      project: required('project'),
      logstore: required('logstore'),
      credentials: values.credentialsFunction ?? {
        accessKeyId: required('accessKeyId'),
        secretAccessKey: required('secretAccessKey'),
        ...given('securityToken', values.securityToken),
      },
      ...given('region', values.region),
      ...given('signature', values.signature),
      ...given('maxLogGroups', values.maxLogGroups),
      ...given('query', values.query),
      ...given('compression', values.compression),
      ...given('proxy', proxy(values)),
    },
    consumer: {
      group: required('group'),
      ...given('member', values.member),
      start,
      sessionTimeoutMs,
      // There, two heartbeats a session are the rule; here two may get lost, so three are the fewest.
      ...given('heartbeatMs', values.heartbeatMs && Math.min(values.heartbeatMs, Math.floor(sessionTimeoutMs / 3))),
      ...given('idleMs', values.idleMs),
      ...given('order', values.inOrder === undefined ? undefined : orders[values.inOrder ? 'inOrder' : 'any']),
      ...given('until', until),
    },
  };
}

type NameOf = OfficialTable<OfficialValues>['nameOf'];

/** As in the Python library: without position and time, from the beginning. */
function begin(values: Partial<OfficialValues>, nameOf: NameOf): StartPoint {
  const { position, startTime } = values;
  if (position === undefined || position === 'time') {
    if (startTime !== undefined) return startTime === 'begin' ? 'earliest' : startTime === 'end' ? 'latest' : startTime;
    if (position === undefined) return 'earliest';
    throw invalid(
      `${nameOf('startTime')} is missing: ${nameOf('position')} SPECIAL_TIMER_CURSOR needs a time. Set it, or take BEGIN_CURSOR or END_CURSOR.`,
    );
  }
  if (startTime !== undefined) {
    throw invalid(
      `${nameOf('startTime')} is only used with SPECIAL_TIMER_CURSOR, and ${nameOf('position')} is another. Leave out one of them.`,
    );
  }
  return position === 'begin' ? 'earliest' : 'latest';
}

function end({ endTime }: Partial<OfficialValues>, nameOf: NameOf): { readonly epochMs: number } | undefined {
  if (endTime === undefined || typeof endTime === 'object') return endTime;
  throw invalid(
    `${nameOf('endTime')} is "${endTime}"; allowed: epoch seconds, or an ISO 8601 time with a zone. To read up to now, give the time of now.`,
  );
}

function proxy({ proxyHost, proxyPort }: Partial<OfficialValues>): string | undefined {
  if (proxyHost === undefined && proxyPort === undefined) return undefined;
  if (proxyHost === undefined) throw invalid('proxyHost is missing: proxyPort is given. Give both or none.');
  if (proxyPort === undefined) throw invalid('proxyPort is missing: proxyHost is given. Give both or none.');
  return `http://${proxyHost}:${proxyPort}`;
}

/** The heartbeat asked for stays in force only if three of them fit into the group's timeout. */
function sessionFor(heartbeatMs: number | undefined): number {
  return heartbeatMs === undefined
    ? DEFAULT_SESSION_TIMEOUT_MS
    : Math.max(1000, Math.ceil((3 * heartbeatMs) / 1000) * 1000);
}

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', message);
}
