/** Puts until it is refused, then two more; says what became of them, and how much is there to be read. */
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { startEmulator } from '../dist/index.js';

const emulator = await startEmulator({
  data: { directory: process.argv[2] },
  sls: { projects: { proj: { store: { shards: 1 } } }, acceptAnyCredentials: true },
});
const body = JSON.stringify({ __logs__: [{ content: 'x'.repeat(20_000) }] });
const headers = { host: 'proj.localhost', 'content-type': 'application/json' };

async function put() {
  const sent = request(`${emulator.sls.endpoint}/logstores/store`, { method: 'POST', headers }).end(body);
  const [answer] = await once(sent, 'response');
  const said = await text(answer);
  return { status: answer.statusCode, code: said === '' ? '' : JSON.parse(said).errorCode };
}

let stored = 0;
let last = await put();
while (last.status === 200 && stored < 1_000) {
  stored += 1;
  last = await put();
}
const refused = [last, await put(), await put()];
const [shard] = emulator.sls.shards('proj', 'store');
await emulator.stop();
console.log(JSON.stringify({ stored, refused, kept: shard.keptGroups }));
