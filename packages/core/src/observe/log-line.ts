import type { ConsumerEvent, EventKind, UnsourcedEvent } from './events.js';
import type { Logger } from './logger.js';

type Level = keyof Logger;
type UnsourcedEventOf<Kind extends EventKind> = Extract<UnsourcedEvent, { readonly kind: Kind }>;

/** A retry is a matter for the night shift only when it has lasted for some seconds. */
const TRIES_BEFORE_WARNING = 8;

/** How loud each event is; a new one does not compile until it is decided. */
const levels: { readonly [Kind in EventKind]: Level | ((event: UnsourcedEventOf<Kind>) => Level) } = {
  'member-joined': 'info',
  'member-left': 'info',
  'group-differs': 'warn',
  'option-unsupported': 'warn',
  'checkpoints-elsewhere': 'warn',
  'heartbeat-shortened': 'warn',
  'event-loop-blocked': 'warn',
  'lease-lost': 'warn',
  'partition-assigned': 'debug',
  'partition-started': 'info',
  'partition-revoked': 'debug',
  'partition-released': ({ saved }) => (saved ? 'info' : 'warn'),
  'partition-lost': 'info',
  'partition-ended': 'info',
  'partition-failed': 'error',
  'partition-rewound': 'info',
  'partition-paused': 'info',
  'partition-resumed': 'info',
  'position-reset': 'warn',
  'batch-read': 'debug',
  'batch-done': 'debug',
  'batch-done-late': 'warn',
  'batch-skipped': 'error',
  'record-parked': 'warn',
  'records-skipped': 'error',
  'process-failed': 'warn',
  'shutdown-failed': 'warn',
  'checkpoint-saved': 'debug',
  'checkpoint-refused': 'warn',
  'drain-timed-out': 'warn',
  'memory-overdrawn': 'info',
  'call-retried': ({ attempt }) => (attempt >= TRIES_BEFORE_WARNING ? 'warn' : 'info'),
  'consumer-stopped': ({ inTime }) => (inTime ? 'info' : 'warn'),
  'batch-stored': 'debug',
  'records-failed': 'error',
  'producer-closed': ({ inTime }) => (inTime ? 'info' : 'warn'),
};

function levelOf(event: UnsourcedEvent): Level {
  const rule = levels[event.kind] as Level | ((event: UnsourcedEvent) => Level);
  return typeof rule === 'function' ? rule(event) : rule;
}

/** Whether the logger has the level of this event. */
export function isLogged(logger: Logger, event: UnsourcedEvent): boolean {
  return logger[levelOf(event)] !== undefined;
}

/** Tells a logger of an event: `partition-released 3: saved=false`. */
export function logEvent(logger: Logger, event: ConsumerEvent): void {
  logger[levelOf(event)]?.(describe(event), event);
}

function describe(event: ConsumerEvent): string {
  const { kind, provider, group, member, ...details } = event;
  const { partition, message, ...rest } = details as { partition?: string; message?: string } & Record<string, unknown>;
  const who = [provider, group, member].filter((part) => part !== undefined).join('/');
  const about = partition === undefined ? '' : ` of partition ${partition}`;
  const values = Object.entries(rest).map(
    ([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : String(value)}`,
  );
  return `${who}: ${kind}${about}${values.length > 0 ? ` (${values.join(', ')})` : ''}${message === undefined ? '' : `: ${message}`}`;
}
