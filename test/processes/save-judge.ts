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

/** What the service knows of a group. */
export interface GroupSide {
  /** Who has the shard now, as far as the service knows. */
  holderOf(shard: string): string | undefined;
  /** Whether what is stored is this very save. */
  isStored(save: SeenSave): boolean;
  /** How many log groups of the shard lie before its checkpoint. */
  groupsBefore(save: SeenSave): bigint;
}

/** Judges each save by what the service knows of the group when the save comes in, and by what was handled until then. */
export function createSaveJudge(options: {
  readonly group: GroupSide;
  /** How many records each log group has. */
  readonly groupSize: number;
  /** Every record of the shard before this number was handled. */
  readonly handledBefore: (shard: string) => number;
}): SaveJudge {
  const { group, groupSize } = options;
  const last = new Map<string, bigint>();
  const broken: string[] = [];
  const totals = { written: 0, foreign: 0, movedBack: 0, early: 0, refused: 0 };

  const blame = (count: 'foreign' | 'movedBack' | 'early', text: string): void => {
    totals[count]++;
    broken.push(text);
  };

  return {
    totals,
    broken,
    arrives(save) {
      const { member, shard, checkpoint, forced } = save;
      const holder = group.holderOf(shard);
      const handled = options.handledBefore(shard);
      return (status) => {
        // The answer may be lost although the service took it.
        if (status !== 200 && !(status === 0 && group.isStored(save))) {
          totals.refused++;
          return;
        }
        totals.written++;
        const saved = `${member} saved ${checkpoint} of shard ${shard}`;
        if (forced) blame('foreign', `${saved} by force`);
        else if (holder !== member) blame('foreign', `${saved}, which ${holder ?? 'nobody'} held`);
        const groups = group.groupsBefore(save);
        const before = last.get(shard);
        if (before !== undefined && groups < before) blame('movedBack', `${saved}, ${before - groups} groups back`);
        last.set(shard, groups);
        const claimed = Number(groups) * groupSize;
        if (claimed > handled) blame('early', `${saved}: ${claimed} records, of which ${handled} were handled`);
      };
    },
  };
}
