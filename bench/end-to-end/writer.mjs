// Fills the logstore over the wire (PutLogs, lz4), then reads it once without looking at it, so that the emulator's own
// compressing is in nobody's time. Argument: a JSON object of endpoint, project, logstore, credentials, shards, seed,
// records. Prints what a worker must find, as a line of JSON.
import { connect, getCursor, pullLogs, putLogs } from '@polylog/alibaba-sls/wire';
import { logGroups } from './records.mjs';

const PUTS_AT_ONCE = 4;
const MOST_BYTES = 64 * 1024 * 1024;
const { endpoint, project, logstore, credentials, shards, seed, records } = JSON.parse(process.argv[2]);
const connection = connect({ endpoint, credentials });
const { signal } = new AbortController();

const written = { records: 0, rawBytes: 0, checksum: 0 };
const groups = logGroups({ seed, records, timeSeconds: Math.floor(Date.now() / 1000) });
const putAll = async () => {
  for (const group of groups) {
    await putLogs(connection, { project, logstore, logGroup: group.bytes }, { signal });
    written.records += group.records;
    written.checksum = (written.checksum + group.checksum) >>> 0;
  }
};
await Promise.all(Array.from({ length: PUTS_AT_ONCE }, putAll));

for (let shard = 0; shard < shards; shard++) {
  const ref = { project, logstore, shard: String(shard) };
  let cursor = await getCursor(connection, { ...ref, from: 'begin' }, { signal });
  for (;;) {
    const request = { ...ref, cursor, count: 1000, compression: 'lz4', maxRawBytes: MOST_BYTES };
    const pulled = await pullLogs(connection, request, { signal });
    if (pulled.groupCount === 0) break;
    written.rawBytes += pulled.rawBytes;
    cursor = pulled.nextCursor;
  }
}
await connection.transport.close();
console.log(JSON.stringify(written));
