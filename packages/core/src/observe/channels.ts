import { type Channel, channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ConsumerEvent, Emit, EventKind, EventOf, EventSource } from './events.js';
import { isLogged, logEvent } from './log-line.js';
import type { Logger } from './logger.js';

const channelName = (kind: EventKind): string => `polylog:${kind}`;

const channels = new Map<EventKind, Channel>();

function channelOf(kind: EventKind): Channel {
  const known = channels.get(kind);
  if (known) return known;
  const made = channel(channelName(kind));
  channels.set(kind, made);
  return made;
}

/** Tells the logger and publishes each event on `polylog:<kind>`; costs a look-up when nobody listens. */
export function createEmitter(source: EventSource, logger: Logger): Emit {
  return (unsourced) => {
    const target = channelOf(unsourced.kind);
    if (!target.hasSubscribers && !isLogged(logger, unsourced)) return;
    const event = { ...source, ...unsourced } as ConsumerEvent;
    try {
      logEvent(logger, event);
    } catch (error) {
      // As with a listener that throws: watching must not change what happens, nor may the mistake be hidden.
      queueMicrotask(() => {
        throw error;
      });
    }
    if (target.hasSubscribers) target.publish(event);
  };
}

/**
 * Calls `listener` with every event of one kind, of all consumers of the process (of every installed copy of the library).
 * Returns a function that ends it. A listener that throws does not disturb the consumer: Node reports it as an uncaught exception.
 */
export function onEvent<Kind extends EventKind>(kind: Kind, listener: (event: EventOf<Kind>) => void): () => void {
  const receive = (message: unknown): void => listener(message as EventOf<Kind>);
  subscribe(channelName(kind), receive);
  return () => void unsubscribe(channelName(kind), receive);
}
