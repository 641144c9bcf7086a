// axios, the package lz4 and protobufjs' static code as a candidate: what one writes with the usual libraries. Arguments:
// a JSON object of folder, set, port, code (of protobufjs).
import { Agent } from 'node:http';
import axios from 'axios';
import { loadBodies } from '../data/bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { createChecksum } from '../lib/checksum.mjs';
import { lz4Package } from '../lib/codecs.mjs';
import { addLogs, loadProtobufjs } from '../references/protobufjs.mjs';

const { folder, set, port, code } = JSON.parse(process.argv[2]);
const { bodies } = loadBodies(folder, set);
const LogGroupList = await loadProtobufjs(code);
const lz4 = lz4Package();
const httpAgent = new Agent({ keepAlive: true });
const client = axios.create({
  baseURL: `http://127.0.0.1:${port}`,
  httpAgent,
  proxy: false,
  maxRedirects: 0,
  responseType: 'arraybuffer',
});
const begin = Buffer.from('0').toString('base64');

async function pull(cursor) {
  const params = { type: 'log', cursor, count: 1000 };
  const { data, headers } = await client.get('/logstores/bench/shards/0', { params });
  const raw = Buffer.allocUnsafe(Number(headers['x-log-bodyrawsize']));
  if (lz4.decodeBlock(data, raw) !== raw.length) throw new Error('a body is damaged');
  return { groups: LogGroupList.decode(raw).LogGroups, bytes: raw.length, next: headers['x-log-cursor'] };
}

let position = begin;

await serve({
  async step() {
    const { groups, bytes, next } = await pull(position);
    position = next;
    return { bytes, records: groups.reduce((total, { Logs }) => total + Logs.length, 0) };
  },
  async verify() {
    const checksum = createChecksum();
    let at = begin;
    for (let number = 0; number < bodies.length; number++) {
      const { groups, next } = await pull(at);
      addLogs(checksum, groups);
      at = next;
    }
    return checksum.text();
  },
  close: () => httpAgent.destroy(),
});
