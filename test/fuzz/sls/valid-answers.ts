import { encodeCursor } from '@polylog/alibaba-sls/wire';
import type { Draw } from '../draw.js';

/** The calls whose answers are JSON, or empty. */
export type AnsweredCall =
  | 'ListShards'
  | 'SplitShard'
  | 'MergeShards'
  | 'GetCursor'
  | 'GetEndCursor'
  | 'GetCursorTime'
  | 'HeartBeat'
  | 'GetCheckPoint'
  | 'UpdateCheckPoint'
  | 'ListConsumerGroup'
  | 'CreateConsumerGroup'
  | 'UpdateConsumerGroup'
  | 'DeleteConsumerGroup';

const hexKey = (half: number): string =>
  (half === 0 ? '00' : half === 1 ? '80' : 'ff').padEnd(32, half === 2 ? 'f' : '0');
const shard = (shardID: number, status: string, from: number, to: number): unknown => ({
  shardID,
  status,
  inclusiveBeginKey: hexKey(from),
  exclusiveEndKey: hexKey(to),
  createTime: 1_772_510_706,
});

/** Two shards that came from a third one, of which the first can be split and both can be merged. */
const shards = [shard(0, 'readonly', 0, 2), shard(1, 'readwrite', 0, 1), shard(2, 'readwrite', 1, 2)];

/** What the service answers to a call, as the value of its JSON; undefined is an empty body. */
export function validAnswer(draw: Draw, call: AnsweredCall): unknown {
  switch (call) {
    case 'ListShards':
      return shards;
    case 'SplitShard':
      return [shard(1, 'readonly', 0, 1), shard(3, 'readwrite', 0, 1), shard(4, 'readwrite', 0, 1)];
    case 'MergeShards':
      return [shard(3, 'readwrite', 0, 2), shard(1, 'readonly', 0, 1), shard(2, 'readonly', 1, 2)];
    case 'GetCursor':
      return { cursor: encodeCursor(BigInt(draw.below(1e5))) };
    case 'GetEndCursor':
      return { cursor: encodeCursor(1_000_000n) };
    case 'GetCursorTime':
      return { cursor_time: 1_772_510_706 + draw.below(100) };
    case 'HeartBeat':
      return draw.pick([[], [0], [1, 2], [0, 1, 2]]);
    case 'GetCheckPoint':
      return [0, 1, 2].map((id) => ({
        shard: id,
        checkpoint: id === 0 ? '' : encodeCursor(BigInt(draw.below(1e6))),
        updateTime: id === 0 ? 0 : 1_772_510_706_000_000,
        consumer: id === 0 ? '' : 'member-1',
      }));
    case 'ListConsumerGroup':
      return [
        { name: 'other', timeout: 60, order: true },
        { name: 'group', timeout: draw.pick([20, 60]), order: false },
      ];
    case 'UpdateCheckPoint':
    case 'CreateConsumerGroup':
    case 'UpdateConsumerGroup':
    case 'DeleteConsumerGroup':
      return undefined;
  }
}

/** Codes that the driver knows, and one that it does not. */
const ERROR_CODES = [
  'ProjectNotExist',
  'LogStoreNotExist',
  'ShardNotExist',
  'ConsumerGroupNotExist',
  'ConsumerGroupAlreadyExist',
  'ConsumerNotExist',
  'NotExistConsumerWithBody',
  'ConsumerNotMatch',
  'InvalidCursor',
  'ParameterInvalid',
  'Unauthorized',
  'SignatureNotMatch',
  'RequestTimeTooSkewed',
  'ReadQuotaExceed',
  'ServerBusy',
  'InternalServerError',
  'NobodyKnowsThis',
];

export function errorAnswer(draw: Draw): unknown {
  const errorMessage = draw.pick(['cursor is expired', 'no such thing', 'denied: AccessKeyId', '', '分区不存在']);
  return { errorCode: draw.pick(ERROR_CODES), errorMessage };
}

export function callOf(method: string, url: string): AnsweredCall {
  const { pathname, searchParams } = new URL(url);
  const type = searchParams.get('type');
  const action = searchParams.get('action');
  if (type === 'cursor') return searchParams.get('from') === 'end' ? 'GetEndCursor' : 'GetCursor';
  if (type === 'cursor_time') return 'GetCursorTime';
  if (type === 'heartbeat') return 'HeartBeat';
  if (type === 'checkpoint') return 'UpdateCheckPoint';
  if (action === 'split') return 'SplitShard';
  if (action === 'merge') return 'MergeShards';
  if (pathname.endsWith('/shards')) return 'ListShards';
  if (method === 'PUT') return 'UpdateConsumerGroup';
  if (method === 'DELETE') return 'DeleteConsumerGroup';
  if (pathname.endsWith('/consumergroups')) return method === 'POST' ? 'CreateConsumerGroup' : 'ListConsumerGroup';
  return 'GetCheckPoint';
}
