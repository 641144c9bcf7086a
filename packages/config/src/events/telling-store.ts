import { stat } from 'node:fs/promises';
import type { CheckpointStore } from '@polylog/core';
import type { Emit } from '@polylog/core/driver';
import type { ConfigState } from '../config-state.js';
import { checkpointPath } from '../consumer-options.js';

/** A store that tells, when it is first asked, of files beside it that another provider has written later. */
export function tellingStore(store: CheckpointStore, state: ConfigState, emit: Emit): CheckpointStore {
  const { portable, provider, others } = state;
  const writtenMs = async (section: string): Promise<number> => {
    try {
      return (await stat(checkpointPath(portable.checkpointStore, state, section))).mtimeMs;
    } catch {
      return 0;
    }
  };
  let isFirst = true;
  return {
    async load(partitionIds, options) {
      if (isFirst) {
        isFirst = false;
        const ownMs = await writtenMs(provider);
        const later: string[] = [];
        for (const section of others) if ((await writtenMs(section)) > ownMs) later.push(section);
        if (later.length > 0) {
          const begins =
            ownMs === 0
              ? 'here each partition begins at its start'
              : `here each partition goes on from what ${provider} has saved before`;
          const message = `Checkpoints were last saved with ${later.join(' and ')}. They do not travel between clouds: ${begins}.`;
          emit({ kind: 'checkpoints-elsewhere', providers: later, message });
        }
      }
      return store.load(partitionIds, options);
    },
    save: (checkpoints, options) => store.save(checkpoints, options),
    close: () => store.close(),
  };
}
