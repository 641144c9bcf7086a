import { type ConfigKey, credentialsKey, guaranteeValues } from '@polylog/core/driver';

const time: ConfigKey = {
  type: 'text',
  example: '2026-01-01T00:00:00Z',
  description: 'A time, ISO 8601 with its zone.',
};

/** For sections without keys of their own. */
function withoutRequired({ required: _, ...key }: ConfigKey): ConfigKey {
  return { ...key, description: 'For sections without credentials of their own: the keys, or env.' };
}

const startKey = (description: string): ConfigKey => ({
  type: 'object',
  allowed: ['earliest', 'latest'],
  keys: { time },
  description,
});

const file = (description: string): ConfigKey => ({ type: 'text', required: true, description });

/** What a configuration can say without a thought of the provider. In the order in which it is documented. */
export const portableKeys: Readonly<Record<string, ConfigKey>> = {
  provider: {
    type: 'text',
    required: true,
    example: 'alibaba-sls',
    description: 'Whose section counts: alibaba-sls, tencent-cls, huawei-lts, or the name of another section.',
  },
  group: {
    type: 'text',
    example: 'billing',
    description: 'Members that name the same group share the partitions. Required, unless there are partitions.',
  },
  start: startKey(
    'Where to begin in partitions without a checkpoint: earliest, latest, or { time }. Required with a group.',
  ),
  until: {
    type: 'object',
    keys: { time },
    description: 'Where reading ends, exclusive, by the service’s receive time. Left out: never.',
  },
  member: {
    type: 'text',
    description:
      'A name that stays the same, such as a pod’s, lets a restarted process go on at once. Left out: host, process and chance.',
  },
  members: { type: 'number', min: 1, default: 1, description: 'How many members this process is. Left out: 1.' },
  sessionTimeoutMs: {
    type: 'number',
    default: 30_000,
    description:
      'How long the group waits for a heartbeat before it gives partitions away, in milliseconds. Left out: 30000.',
  },
  heartbeatMs: {
    type: 'number',
    description:
      'Pause between two heartbeats, at most a third of the session, in milliseconds. Left out: a sixth of it.',
  },
  order: {
    type: 'text',
    allowed: ['partition', 'lineage'],
    description: 'lineage: children of a split or merge start after their parents are done. Left out: as the group is.',
  },
  create: {
    type: 'text',
    allowed: ['if-missing', 'never'],
    description: 'Whether a missing group is created. Left out: if-missing, where the provider needs no more for it.',
  },
  update: {
    type: 'text',
    allowed: ['never', 'if-different'],
    default: 'never',
    description: 'Whether an existing group with other settings is changed. Left out: never.',
  },
  partitions: {
    type: 'map',
    of: {
      type: 'object',
      allowed: ['earliest', 'latest'],
      keys: { time, position: { type: 'text', description: 'A position as batch.next gave it, in quotes.' } },
      description: 'Where to begin: earliest, latest, { time } or { position }.',
    },
    description: 'Reads without a group: these partitions, by id, each with its start.',
  },
  checkpointStore: {
    type: 'object',
    keys: { file: file('Its path, from the folder of the configuration; the name of the section is added.') },
    description: 'With partitions: where checkpoints are kept. Left out: nowhere.',
  },
  credentials: withoutRequired(credentialsKey),
  idleMs: {
    type: 'number',
    min: 1,
    default: 1_000,
    description: 'Longest pause between two reads of a partition that is caught up, in milliseconds. Left out: 1000.',
  },
  memory: {
    type: 'object',
    keys: { maxBytes: { type: 'number', min: 1, default: 67_108_864, description: 'Bytes. Left out: 64 MiB.' } },
    description: 'What fetched and not yet processed data of all partitions may hold together.',
  },
  checkpoint: {
    type: 'object',
    allowed: ['manual'],
    keys: {
      everyMs: { type: 'number', min: 1, default: 5_000, description: 'Milliseconds. Left out: 5000.' },
      everyBatches: { type: 'number', min: 1, description: 'Batches of a partition. Left out: no matter how many.' },
    },
    description: 'When what is done is saved: { everyMs, everyBatches }, or manual. Left out: every five seconds.',
  },
  processorTries: {
    type: 'number',
    min: 1,
    default: 5,
    description: 'How often a batch is given to the processor before onProcessorFailure applies. Left out: 5.',
  },
  onProcessorFailure: {
    type: 'object',
    allowed: ['stop', 'skip'],
    keys: {
      deadLetter: {
        type: 'object',
        required: true,
        keys: { file: file('Its path, from the folder of the configuration; lines of JSON are appended.') },
        description: 'Only the records that fail alone are written to this file.',
      },
    },
    description: 'What becomes of a batch that keeps failing: stop, skip or { deadLetter: { file } }. Left out: stop.',
  },
  onPartitionFailure: {
    type: 'text',
    allowed: ['stop-consumer', 'stop-partition'],
    default: 'stop-consumer',
    description: 'What a failed partition means for the others. Left out: stop-consumer.',
  },
  onExpired: {
    type: 'object',
    allowed: ['fail', 'earliest', 'latest'],
    keys: { time },
    description:
      'Where to go on when a position has expired; anything but fail accepts that records were missed. Left out: fail.',
  },
  maxConcurrentProcessors: {
    type: 'number',
    min: 1,
    description: 'How many batches may be in process at once. Left out: as many as there are partitions.',
  },
  drainTimeoutMs: {
    type: 'number',
    min: 1,
    default: 60_000,
    description:
      'How long a partition that is given back may take to finish its batch, in milliseconds. Left out: 60000.',
  },
  maxBatchBytes: {
    type: 'number',
    min: 1,
    default: 67_108_864,
    description: 'Largest batch, before compression, that is accepted, in bytes. Left out: 64 MiB.',
  },
  startTimeoutMs: {
    type: 'number',
    min: 0,
    default: 15_000,
    description: 'How long the first contact may fail before the run does, in milliseconds. Left out: 15000.',
  },
  require: {
    type: 'object',
    keys: Object.fromEntries(
      Object.entries(guaranteeValues).map(([name, allowed]): [string, ConfigKey] => [
        name,
        { type: 'text', allowed, description: `The least that is accepted of the guarantee ${name}.` },
      ]),
    ),
    description: 'Guarantees without which the start is refused.',
  },
  unsupported: {
    type: 'text',
    allowed: ['stop', 'warn'],
    default: 'stop',
    description:
      'What becomes of a portable key, or a required guarantee, that is beyond the provider: warn goes on without it. Left out: stop.',
  },
};

/** Keys that every section has beside those of its adapter. */
export const sectionKeys: Readonly<Record<'adapter' | 'fields', ConfigKey>> = {
  adapter: {
    type: 'text',
    description:
      'The adapter of this section: a package, or a path from the folder of the configuration. Left out: as the section is called.',
  },
  fields: {
    type: 'map',
    of: { type: 'text', description: 'The field’s name with this provider.' },
    description: 'Portable names of fields, each with the field’s name with this provider.',
  },
};
