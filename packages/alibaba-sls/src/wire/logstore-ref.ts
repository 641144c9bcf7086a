/** Which logstore a call is about. */
export interface LogstoreRef {
  readonly project: string;
  readonly logstore: string;
}

export interface ShardRef extends LogstoreRef {
  /** Decimal digits. */
  readonly shard: string;
}

export interface GroupRef extends LogstoreRef {
  readonly group: string;
}

export function logstorePath({ logstore }: LogstoreRef): string {
  return `/logstores/${logstore}`;
}

export function shardPath(ref: ShardRef): string {
  return `${logstorePath(ref)}/shards/${ref.shard}`;
}

export function groupPath(ref: GroupRef): string {
  return `${logstorePath(ref)}/consumergroups/${ref.group}`;
}
