import { zstd } from '@polylog/driver-kit';
import { createClsProducer } from '@polylog/tencent-cls';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import { region } from '../../end-to-end/emulated-topics.js';
import { type ClsService, credentials, startClsService } from '../../tencent-cls/cls-service.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { type PythonMethods, startPythonMethods } from './python-methods.js';
import { sdk } from './python-script.js';

const topicId = 'orders';
const PARTITIONS = 3;
const KEYS = ['a', 'b', 'c', 'd', '用户', ''];
const RECORDS = 600;
/** Whole milliseconds, which is what the service is told of times. */
const startMs = Date.now() - 60_000;
const texts = ['日志 😀\u2028', 'a\r\nb\t"\\', '', 'abcdefgh'.repeat(2_000)];

interface Record {
  readonly key: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly time: { readonly epochMs: number };
}
const records = Array.from(
  { length: RECORDS },
  (_, i): Record => ({
    key: KEYS[i % KEYS.length] as string,
    fields: [
      ['sequence', String(i)],
      ['twice', texts[i % texts.length] as string],
      ['twice', 'again'],
    ],
    time: { epochMs: startMs + i },
  }),
);

/** What `methods.py` tells of a log group that the SDK has read. */
interface PulledGroup {
  readonly source: string;
  readonly filename: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly logs: readonly { readonly time: string; readonly contents: readonly (readonly [string, string])[] }[];
}

describeWithPeer('what our producer writes, the Python SDK reads', sdk, await pythonWithClsSdk(), ({ python }) => {
  let service: ClsService;
  let methods: PythonMethods;
  beforeAll(() => {
    methods = startPythonMethods(python);
  });
  afterAll(() => methods?.stop());
  beforeEach(async () => {
    service = await startClsService({ topics: { [topicId]: PARTITIONS } });
  });
  afterEach(() => service.stop());

  const compressions = ['lz4', 'deflate', 'none', ...(zstd === undefined ? [] : ['zstd' as const])] as const;
  test.each(compressions)(
    'in %s: every field of every record, in the order of their keys',
    patience,
    async (compression) => {
      const { endpoint } = service.emulator.cls;
      const labels = { source: '10.0.0.7', filename: '/var/log/日志.log', tags: { env: 'prod', 区域: '广州' } };
      const producer = createClsProducer({ region, endpoint, topicId, credentials, compression, ...labels });
      for (const { fields, ...record } of records) void producer.send({ ...record, fields });
      expect(await producer.close()).toMatchObject({ stored: RECORDS, failed: 0, inTime: true });

      const groups = (await Promise.all(Array.from({ length: PARTITIONS }, (_, i) => pulled(endpoint, i + 1)))).flat();
      for (const { source, filename, tags } of groups) {
        expect({ source, filename, tags: Object.fromEntries(tags) }).toEqual(labels);
      }
      const read = groups.flatMap(({ logs }) => logs);
      const sequenceOf = ({ contents }: (typeof read)[number]): number => Number(contents[0]?.[1]);
      for (const i of KEYS.keys()) {
        const ofKey = read.filter((log) => sequenceOf(log) % KEYS.length === i);
        const sent = records.filter((_, sequence) => sequence % KEYS.length === i);
        expect(ofKey).toEqual(sent.map(({ time, fields }) => ({ time: String(time.epochMs), contents: fields })));
      }
      expect(read).toHaveLength(RECORDS);
    },
  );

  async function pulled(endpoint: string, partition: number): Promise<readonly PulledGroup[]> {
    const call = { method: 'pull_logs', arguments: [topicId, partition, 10 * 1024 * 1024], named: {} };
    const outcome = await methods.call(endpoint, call);
    if ('refused' in outcome) throw new Error(outcome.refused.code);
    return (outcome.answer as { readonly logGroups: readonly PulledGroup[] }).logGroups;
  }
});
