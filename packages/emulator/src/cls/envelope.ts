/** What stands before a log group in the answer of a pull (CLS SDKs, pull client). */
export interface Envelope {
  readonly timestamp: bigint;
  readonly uin: bigint;
  readonly logsetId: string;
  readonly topicId: string;
}

const VERSION = 130;
const HEADER_BYTES = 96;
const LOGSET_AT = 20;
const TOPIC_AT = 56;

/** Ids that are shorter than their 36 bytes have zeros behind them. */
export function enveloped(group: Buffer, { timestamp, uin, logsetId, topicId }: Envelope): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32BE(VERSION, 0);
  header.writeBigInt64BE(timestamp, 4);
  header.writeBigInt64BE(uin, 12);
  header.write(logsetId, LOGSET_AT, 'latin1');
  header.write(topicId, TOPIC_AT, 'latin1');
  header.writeInt32BE(group.length, 92);
  return Buffer.concat([header, group]);
}
