import type { CheckpointStore } from '../checkpoints/checkpoint-store.js';
import type { StandaloneOptions } from '../options.js';
import type { Position, StartPoint } from '../position.js';
import { invalidOption, oneOfOption, startOption } from './option-values.js';

export interface StandaloneSettings {
  readonly kind: 'standalone';
  readonly partitions: ReadonlyMap<string, StartPoint | { readonly position: Position }>;
  readonly store: CheckpointStore | undefined;
  readonly order: 'partition' | 'lineage';
}

/** @throws ConsumerError `invalid-argument` */
export function checkStandalone(options: StandaloneOptions): StandaloneSettings {
  const entries = Object.entries(options.partitions ?? {});
  if (entries.length === 0)
    throw invalidOption('partitions', options.partitions, 'at least one partition id with its start');
  const { checkpointStore: store } = options;
  if (store !== undefined && typeof store?.load !== 'function') {
    throw invalidOption(
      'checkpointStore',
      store,
      'a checkpoint store, for example createFileCheckpointStore({ path })',
    );
  }
  return {
    kind: 'standalone',
    store,
    order: oneOfOption('order', options.order, ['partition', 'lineage']),
    partitions: new Map<string, StartPoint | { readonly position: Position }>(
      entries.map(([id, from]) => {
        if (typeof from !== 'object' || from === null || !('position' in from))
          return [id, startOption(`partitions["${id}"]`, from)];
        if (typeof from.position === 'string' && from.position !== '') return [id, { position: from.position }];
        throw invalidOption(`partitions["${id}"].position`, from.position, 'a position as batch.next gave it');
      }),
    ),
  };
}
