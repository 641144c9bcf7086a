import { decodeCursor } from '@polylog/alibaba-sls/wire';
import type { ConsumerGroupView, Emulator } from '@polylog/emulator';
import type { GroupSide } from './save-judge.js';
import type { SaveWire } from './save-witness.js';

/** A checkpoint of SLS is a call of its own. */
export const slsSaves: SaveWire = {
  savesIn({ path, body }) {
    const { searchParams } = new URL(path, 'http://service');
    if (searchParams.get('type') !== 'checkpoint' || body.length === 0) return [];
    const { shard, checkpoint } = JSON.parse(body.toString()) as { shard: number; checkpoint: string };
    const save = {
      member: searchParams.get('consumer') ?? '',
      shard: String(shard),
      checkpoint,
      // The vendor's Python library writes "True".
      forced: searchParams.get('forceSuccess')?.toLowerCase() === 'true',
    };
    return [save];
  },
  statusOf: ({ status }) => status,
};

export function slsGroupSide(
  { sls }: Pick<Emulator, 'sls'>,
  { project, logstore, group }: { readonly project: string; readonly logstore: string; readonly group: string },
): GroupSide {
  const begins = new Map(
    sls.shards(project, logstore).map(({ id, beginCursor }) => [String(id), decodeCursor(beginCursor) ?? 0n]),
  );
  const viewOf = (shard: string): ConsumerGroupView['shards'][number] | undefined =>
    sls.consumerGroup(project, logstore, group).shards.find(({ id }) => String(id) === shard);
  return {
    holderOf(shard) {
      const state = viewOf(shard)?.state;
      return state?.kind === 'already_alloc' || state?.kind === 'transfer' ? state.holder : undefined;
    },
    isStored({ member, shard, checkpoint }) {
      const view = viewOf(shard);
      return view?.savedBy === member && view.checkpoint === checkpoint;
    },
    groupsBefore: ({ shard, checkpoint }) => (decodeCursor(checkpoint) ?? 0n) - (begins.get(shard) ?? 0n),
  };
}
