import { parseJson } from '@polylog/driver-kit';
import type { ClsGroupView, Emulator } from '@polylog/emulator';
import { partitionId, partitionOf } from '@polylog/tencent-cls/wire';
import type { GroupSide } from './save-judge.js';
import type { SaveWire } from './save-witness.js';

interface Commit {
  readonly Consumer: string;
  readonly TopicPartitionOffsetsInfo: readonly {
    readonly TopicID: string;
    readonly PartitionOffsets: readonly { readonly PartitionId: number; readonly Offset: number | bigint }[];
  }[];
}

/** One CommitConsumerOffsets may carry many partitions; a refusal of it comes with status 200. */
export const clsSaves: SaveWire = {
  savesIn({ headers, body }) {
    if (headers['x-tc-action'] !== 'CommitConsumerOffsets') return [];
    const { Consumer: member, TopicPartitionOffsetsInfo: topics } = parseJson(body.toString()) as Commit;
    return topics
      .flatMap(({ TopicID: topicId, PartitionOffsets: offsets }) =>
        offsets.map(({ PartitionId: partition, Offset: offset }) => ({
          ...{ member, shard: partitionId({ topicId, partition }), forced: false },
          checkpoint: String(offset),
        })),
      )
      .filter(({ checkpoint }) => checkpoint !== NO_OFFSET);
  },
  statusOf({ status, body }) {
    const { Response: response } = JSON.parse(body.toString()) as { Response?: { Error?: unknown } };
    return response?.Error === undefined ? status : REFUSED;
  },
};

/** The vendor's library sends it where it has read nothing; the service does not store it. */
const NO_OFFSET = '-1';
const REFUSED = 400;

export function clsGroupSide(
  { cls }: Pick<Emulator, 'cls'>,
  { logsetId, group }: { readonly logsetId: string; readonly group: string },
): GroupSide {
  const viewOf = (shard: string): ClsGroupView['partitions'][number] | undefined => {
    const { topicId, partition } = partitionOf(shard);
    return cls.consumerGroup(logsetId, group).partitions.find(({ topic, id }) => topic === topicId && id === partition);
  };
  return {
    holderOf: (shard) => viewOf(shard)?.owner,
    isStored({ member, shard, checkpoint }) {
      const view = viewOf(shard);
      return view?.savedBy === member && String(view.offset) === checkpoint;
    },
    // Dense, from 0, one for each log group: the emulator's default.
    groupsBefore: ({ checkpoint }) => BigInt(checkpoint),
  };
}
