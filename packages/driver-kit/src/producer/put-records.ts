import type { Clock, Emit } from '@polylog/core/driver';
import { ClientError, toClientError } from '../client/client-error.js';
import type { Retry } from '../client/send-options.js';
import type { PendingRecord } from './pending-record.js';
import type { ProducerWire } from './producer-wire.js';

export interface PutRecordsParts<Item> {
  readonly wire: Pick<ProducerWire<never, Item>, 'put' | 'classify'>;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly retry: Retry;
  readonly timeoutMs: number;
  /** Aborts at the deadline of the producer's end. */
  readonly signal: AbortSignal;
  readonly doubt: Doubt;
}

/**
 * Whether the service is likely to refuse whatever it is sent, as LTS does where the log stream is missing: a batch was given up of
 * which nothing had got through, and nothing has been stored since.
 */
export interface Doubt {
  isOn: boolean;
}

/**
 * A batch that the service refuses is halved until the bad records stand alone, with at most so many more requests. What is left
 * then is refused together.
 */
const MORE_REQUESTS = 100;

/** As long as nothing of the batch gets through: one bad record among 4096 takes 24, and some more beside it may be as bad. */
const FIRST_REQUESTS = 32;

/** The same where the batch before came to nothing: three records are tried alone. */
const REQUESTS_IN_DOUBT = 6;

/** What became of a batch so far. */
interface Progress {
  requests: number;
  anyStored: boolean;
}

/** Sends a batch, and settles each of its records. Never rejects. */
export async function putRecords<Item>(
  parts: PutRecordsParts<Item>,
  records: readonly PendingRecord<Item>[],
  route: string | undefined,
  progress: Progress = { requests: 0, anyStored: false },
): Promise<void> {
  const { clock, emit, signal, doubt } = parts;
  const live = records.filter(({ settled }) => !settled);
  if (live.length === 0) return;
  const startedAt = clock.monotonic();
  const sent = { tries: 0 };
  try {
    await putOnce(parts, live, route, sent);
  } catch (thrown) {
    const error = signal.aborted ? cutOff(sent.tries) : toClientError(parts.wire.classify, thrown, sent.tries);
    // A whole answer of the service, not an error of ours: some record is what it does not take, or all are too much.
    const refused = error.code === 'invalid-argument' && error.status !== undefined;
    if (refused && live.length > 1) {
      if (progress.requests < mostRequests(progress, doubt)) {
        progress.requests += 2;
        const at = doubt.isOn ? 1 : live.length >> 1;
        await putRecords(parts, live.slice(0, at), route, progress);
        await putRecords(parts, live.slice(at), route, progress);
        return;
      }
      if (!progress.anyStored) doubt.isOn = true;
    }
    const { code, message, tries } = error;
    emit({ kind: 'records-failed', records: live.length, code, message, tries });
    for (const record of live) record.fail(error);
    return;
  }
  progress.anyStored = true;
  doubt.isOn = false;
  const rawBytes = live.reduce((sum, { prepared }) => sum + prepared.bytes, live[0]?.prepared.headBytes ?? 0);
  const { tries } = sent;
  emit({ kind: 'batch-stored', records: live.length, rawBytes, tries, tookMs: clock.monotonic() - startedAt });
  for (const record of live) record.store({ tries });
}

function mostRequests({ anyStored }: Progress, doubt: Doubt): number {
  if (anyStored) return MORE_REQUESTS;
  return doubt.isOn ? REQUESTS_IN_DOUBT : FIRST_REQUESTS;
}

async function putOnce<Item>(
  { wire, retry, timeoutMs, signal }: PutRecordsParts<Item>,
  records: readonly PendingRecord<Item>[],
  route: string | undefined,
  sent: { tries: number },
): Promise<void> {
  signal.throwIfAborted();
  const counted: Retry = (attempt, until) =>
    retry(
      (goesOut) =>
        attempt(() => {
          sent.tries += 1;
          goesOut();
        }),
      until,
    );
  const items = records.map(({ prepared }) => prepared.item);
  await wire.put(items, route, { signal, timeoutMs, retry: counted });
}

function cutOff(tries: number): ClientError {
  const what =
    tries === 0
      ? 'the deadline of close() passed before this record was sent'
      : 'the deadline of close() passed while this record was under way: it may be stored';
  return new ClientError('aborted', `${what}. Give close() more time, or keep what was rejected.`, { tries });
}
