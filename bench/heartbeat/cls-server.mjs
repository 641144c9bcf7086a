// What `server.mjs` is for SLS: a CLS whose every pull gives the same large answer. Argument: a JSON object of shards,
// rawBytes (of the JSON; what comes of it is a fourth smaller). Says { port, records }; each further message is answered
// with the moments, in milliseconds, at which heartbeats came since the last one. Ends with its parent.
import { createServer } from 'node:http';
import { encodeClsLogGroup } from '@polylog/driver-kit';
import { compressSync } from 'snappy';
import { clsMessage } from '../data/cls-bodies.mjs';
import { createRandom } from '../data/random.mjs';
import { smallLog } from '../data/sets.mjs';

const TOPIC = '6f6ded3f-948c-4616-9c7c-956a95d8c1a3';
const GROUPS = 1000;
const DIFFERENT_GROUPS = 16;
const { shards, rawBytes } = JSON.parse(process.argv[2]);
const rest = makeRest();
let heartbeats = [];

/** The answer behind its first name, compressed for itself: what stands in front of it may differ. */
function makeRest() {
  const random = createRandom(1);
  const message = (size) => {
    const logs = Array.from({ length: size }, () => ({ time: 1_795_000_000_000_000, contents: smallLog(random) }));
    return clsMessage(encodeClsLogGroup({ logs }));
  };
  const trial = 100;
  // A little less, since not all logs are equally long.
  const logsAGroup = Math.floor((0.99 * rawBytes * trial) / (GROUPS * message(trial).length));
  const different = Array.from({ length: DIFFERENT_GROUPS }, () => message(logsAGroup));
  const messages = Array.from({ length: GROUPS }, (_, i) => `"${different[i % DIFFERENT_GROUPS]}"`);
  const json = Buffer.from(`"Message":[${messages.join(',')}]}}`);
  const block = compressSync(json);
  return { bytes: json.length, elements: block.subarray(sizeOf(json.length).length), records: GROUPS * logsAGroup };
}

/** A length as it stands in front of a block. */
function sizeOf(length) {
  const bytes = [];
  let left = length;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return Buffer.from([...bytes, left]);
}

function answerPull(offset, response) {
  const first = Buffer.from(`{"Response":{"NextOffset":${offset + GROUPS},`);
  const literal = Buffer.concat([Buffer.from([(first.length - 1) << 2]), first]);
  const block = Buffer.concat([sizeOf(first.length + rest.bytes), literal, rest.elements]);
  response.writeHead(200, { 'content-length': block.length });
  response.end(block);
}

const ids = Array.from({ length: shards }, (_, id) => id + 1);
const group = { ConsumerGroup: 'bench', Timeout: 30, Topics: [TOPIC] };
const actions = {
  DescribePartitions: () => ({
    Partitions: ids.map((PartitionId) => ({
      PartitionId,
      Status: 'readwrite',
      InclusiveBeginKey: String(PartitionId).padStart(32, '0'),
      ExclusiveEndKey: String(PartitionId + 1).padStart(32, '0'),
    })),
  }),
  DescribeConsumerGroups: () => ({ ConsumerGroupsInfo: [group] }),
  DescribeConsumerOffsets: () => ({
    ConsumerGroup: 'bench',
    TopicPartitionOffsetsInfo: [
      { TopicID: TOPIC, PartitionOffsets: ids.map((PartitionId) => ({ PartitionId, Offset: 0 })) },
    ],
  }),
  SendConsumerHeartbeat() {
    heartbeats.push(performance.now());
    return { ConsumerGroup: 'bench', TopicPartitionsInfo: [{ TopicID: TOPIC, Partitions: ids }] };
  },
};

async function answer(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const action = request.headers['x-tc-action'];
  if (action === undefined) {
    answerPull(JSON.parse(Buffer.concat(chunks).toString()).StartOffset, response);
    return;
  }
  const bytes = Buffer.from(JSON.stringify({ Response: { ...actions[action]?.(), RequestId: 'bench' } }));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
process.on('message', () => {
  process.send(heartbeats);
  heartbeats = [];
});
process.once('disconnect', () => process.exit());
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, records: rest.records }));
