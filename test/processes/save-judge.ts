import { decodeCursor } from '@polylog/alibaba-sls/wire';
import type { ConsumerGroupView, Emulator } from '@polylog/emulator';
import type { SeenSave } from './save-witness.js';

export interface SaveTotals {
  /** Checkpoints that the service took. */
  readonly written: number;
  /** Of these, from a member that did not hold the shard, or by force. */
  readonly foreign: number;
  readonly movedBack: number;
  /** Of these, beyond a record that nobody had handled. */
  readonly early: number;
  /** Sent, and not taken. */
  readonly refused: number;
}

export interface SaveJudge {
  readonly totals: SaveTotals;
  readonly broken: readonly string[];
  /** See `startSaveWitness`. */
  arrives(save: SeenSave): (status: number) => void;
}

/** Judges each save by what the service knows of the group when the save comes in, and by what was handled until then. */
export function createSaveJudge(options: {
  readonly emulator: Emulator;
  readonly project: string;
  readonly logstore: string;
  readonly group: string;
  /** How many records each log group has. */
  readonly groupSize: number;
  /** Every record of the shard before this number was handled. */
  readonly handledBefore: (shard: string) => number;
}): SaveJudge {
  const { emulator, project, logstore, group, groupSize } = options;
  const { sls } = emulator;
  const begins = new Map(
    sls.shards(project, logstore).map(({ id, beginCursor }) => [String(id), decodeCursor(beginCursor) ?? 0n]),
  );
  const last = new Map<string, bigint>();
  const broken: string[] = [];
  const totals = { written: 0, foreign: 0, movedBack: 0, early: 0, refused: 0 };

  const viewOf = (shard: string): ConsumerGroupView['shards'][number] | undefined =>
    sls.consumerGroup(project, logstore, group).shards.find(({ id }) => String(id) === shard);
  const holderOf = (shard: string): string | undefined => {
    const state = viewOf(shard)?.state;
    return state?.kind === 'already_alloc' || state?.kind === 'transfer' ? state.holder : undefined;
  };
  /** The answer may be lost although the service took it. */
  const isStored = ({ member, shard, checkpoint }: SeenSave): boolean => {
    const view = viewOf(shard);
    return view?.savedBy === member && view.checkpoint === checkpoint;
  };
  const blame = (count: 'foreign' | 'movedBack' | 'early', text: string): void => {
    totals[count]++;
    broken.push(text);
  };

  return {
    totals,
    broken,
    arrives(save) {
      const { member, shard, checkpoint, forced } = save;
      const holder = holderOf(shard);
      const handled = options.handledBefore(shard);
      return (status) => {
        if (status !== 200 && !(status === 0 && isStored(save))) {
          totals.refused++;
          return;
        }
        totals.written++;
        const saved = `${member} saved ${checkpoint} of shard ${shard}`;
        if (forced) blame('foreign', `${saved} by force`);
        else if (holder !== member) blame('foreign', `${saved}, which ${holder ?? 'nobody'} held`);
        const cursor = decodeCursor(checkpoint) ?? 0n;
        const before = last.get(shard);
        if (before !== undefined && cursor < before) blame('movedBack', `${saved}, ${before - cursor} groups back`);
        last.set(shard, cursor);
        const claimed = Number(cursor - (begins.get(shard) ?? 0n)) * groupSize;
        if (claimed > handled) blame('early', `${saved}: ${claimed} records, of which ${handled} were handled`);
      };
    },
  };
}
