/** A log stream, by ids. */
export interface StreamRef {
  readonly projectId: string;
  readonly logGroupId: string;
  readonly logStreamId: string;
}

export interface GroupRef extends StreamRef {
  readonly group: string;
}

export interface ShardRef extends StreamRef {
  readonly shard: string;
}

/** Where the calls about a log stream are: `/v2` on the access node, `/v1.0` on the gateway. */
export function streamPath(version: 'v2' | 'v1.0', { projectId, logGroupId, logStreamId }: StreamRef): string {
  return `/${version}/${projectId}/groups/${logGroupId}/streams/${logStreamId}`;
}
