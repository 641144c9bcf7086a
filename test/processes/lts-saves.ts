import type { LtsEmulator, LtsGroupView } from '@polylog/emulator';
import { type EmulatedStream, stream } from '../end-to-end/emulated-stream.js';
import type { GroupSide } from './save-judge.js';
import type { SaveWire } from './save-witness.js';

type Commit = readonly { readonly shard_id: string; readonly checkpoint: string }[];

/** One UpdateCheckPoint may carry many shards. A member is known by its UUID. */
export const ltsSaves: SaveWire = {
  savesIn({ path, body }) {
    const { pathname, searchParams } = new URL(path, 'http://service');
    if (!/\/consumer-groups\/[^/]+$/.test(pathname) || body.length === 0) return [];
    const member = searchParams.get('consumer_name') ?? '';
    const commits = JSON.parse(body.toString()) as Commit;
    return commits.map(({ shard_id: shard, checkpoint }) => ({ member, shard, checkpoint, forced: false }));
  },
  statusOf: ({ status }) => status,
};

export function ltsGroupSide(
  lts: Pick<LtsEmulator, 'consumerGroup'>,
  { log, group }: { readonly log: Pick<EmulatedStream, 'pushesOf'>; readonly group: string },
): GroupSide {
  const viewOf = (shard: string): LtsGroupView['shards'][number] | undefined =>
    lts.consumerGroup(stream.logGroupId, stream.logStreamId, group).shards.find(({ id }) => String(id) === shard);
  return {
    holderOf: (shard) => viewOf(shard)?.owner,
    isStored({ member, shard, checkpoint }) {
      const view = viewOf(shard);
      return view?.savedBy === member && String(view.checkpoint) === checkpoint;
    },
    // One that it lies in counts as a whole.
    groupsBefore({ shard, checkpoint }) {
      const cursor = BigInt(checkpoint);
      return BigInt(log.pushesOf(shard).filter((first) => first < cursor).length);
    },
  };
}
