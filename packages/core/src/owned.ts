import type { DeadLetterSink } from './dead-letter/dead-letter-sink.js';
import { ConsumerError, isConsumerError } from './errors/consumer-error.js';
import { describeThrown } from './errors/thrown.js';
import { unlessAborted } from './flow/deferred.js';
import type { Settings } from './settings/settings.js';

/** A sink that cannot work is found before it is needed. */
export async function openSink(sink: DeadLetterSink, signal: AbortSignal): Promise<void> {
  try {
    await sink.open?.({ signal });
  } catch (cause) {
    if (signal.aborted || isConsumerError(cause)) throw cause;
    throw new ConsumerError('processor-failed', `The dead-letter sink's open() threw ${describeThrown(cause)}`, {
      cause,
    });
  }
}

interface Closable {
  close?(): Promise<void>;
}

/** What the consumer was given to keep: closed when it stops. */
export function ownedBy({ driver, mode, onProcessorFailure }: Settings): readonly Closable[] {
  return [
    driver,
    ...(mode.kind === 'standalone' && mode.store ? [mode.store] : []),
    ...(typeof onProcessorFailure === 'object' ? [onProcessorFailure.deadLetter] : []),
  ];
}

/** Whatever it comes to: the consumer is done with it. */
export async function close(owned: Closable, deadline: AbortSignal): Promise<void> {
  try {
    await unlessAborted(Promise.resolve(owned.close?.()), deadline);
  } catch {
    // Nothing is lost that could still be told to anybody: all is saved, or reported as not.
  }
}
