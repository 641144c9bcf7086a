// The emulator in a process of its own, with an empty logstore of many shards. Argument: a JSON object of project, logstore,
// credentials, and how many shards. Says its endpoint and the shards; each further message is answered with the number of
// calls of each kind so far.
import { connect, send } from '@polylog/alibaba-sls/wire';
import { startEmulator } from '@polylog/emulator';

/** The service makes no more at once; further ones come by splitting. */
const MOST_AT_ONCE = 100;
const { project, logstore, shards, credentials } = JSON.parse(process.argv[2]);
const emulator = await startEmulator({ sls: { projects: { [project]: {} } } });
const { sls } = emulator;

const whole = Math.min(shards, MOST_AT_ONCE);
sls.createLogstore({ project, logstore, shards: whole });
if (shards > whole) await splitAll(shards / whole);
process.on('message', () => process.send(sls.stats().calls));
process.once('disconnect', () => void emulator.stop());
const named = sls.shards(project, logstore).map(({ id, endCursor }) => ({ id, endCursor }));
process.send({ endpoint: sls.endpoint, shards: named });

async function splitAll(parts) {
  const connection = connect({ endpoint: sls.endpoint, credentials });
  const { signal } = new AbortController();
  for (let shard = 0; shard < whole; shard++) {
    sls.split(project, logstore, shard, { parts });
    const path = `/logstores/${logstore}/shards/${shard}`;
    await send(connection, { call: 'DeleteShard', method: 'DELETE', project, path }, { signal });
  }
  await connection.transport.close();
}
