import { expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import { credentials, origin, region, startEmulatedTopics } from '../../end-to-end/emulated-topics.js';
import { describeWithPeer } from '../peer.js';
import { lastWords, type Told } from '../script.js';
import { sdk, startPython } from './python-script.js';

const TOPICS = 2;
const PARTITIONS = 2;
const PER_PARTITION = 50;
const MEMBERS = ['consumer-group-1-A', 'consumer-group-1-B'];

describeWithPeer(
  'the vendor’s sample for consumer groups, on its Python SDK',
  sdk,
  await pythonWithClsSdk(),
  (peer) => {
    test('two consumers share the partitions and read what is written from then on; the group is listed, then gone', {
      timeout: 120_000,
    }, async () => {
      const log = await startEmulatedTopics({ topics: TOPICS, partitions: PARTITIONS });
      const { cls } = log.emulator;
      const { logsetId, topicIds } = log;
      // What was there before is not for them: they start at the end.
      await log.write(20);
      const told: Told[] = [];
      let writing = Promise.resolve();
      const script = startPython(peer.python, 'sample.py', {
        ...{ endpoint: log.endpoint, region, logsetId, topicIds, ...credentials },
        ...{ group: 'consumer-group-1', members: MEMBERS },
        partitions: log.shards.length,
        records: log.shards.length * PER_PARTITION,
        listen(message) {
          told.push(message);
          if (message.kind === 'reading') writing = log.write(PER_PARTITION);
        },
      });
      try {
        expect(await script.ended, lastWords(script)).toBe(0);
        await writing;
        const ofKind = (kind: string): readonly Told[] => told.filter((each) => each.kind === kind);

        const [shares] = ofKind('reading');
        const read = shares?.partitions as readonly (readonly string[])[];
        expect(read.map(({ length }) => length)).toEqual([PARTITIONS, PARTITIONS]);
        expect(read.flat().sort()).toEqual(log.shards.map((id) => id.replace('/', ':')).sort());

        expect(ofKind('group')).toEqual([
          { kind: 'group', name: 'consumer-group-1', topics: topicIds, timeout: 6, printed: expect.any(String) },
        ]);
        expect(ofKind('group')[0]?.printed).toContain(
          `ConsumerGroup [ConsumerGroup=consumer-group-1, Timeout=6, Topics=${topicIds.join(',')}]`,
        );

        const records = ofKind('records')[0]?.records as Readonly<Record<string, unknown>>[];
        const expected = log.shards.flatMap(() => Array.from({ length: PER_PARTITION }, (_, i) => String(20 + i)));
        expect(records.map(({ sequence }) => sequence).sort()).toEqual(expected.sort());
        for (const record of records) {
          expect(record).toEqual({
            ...origin,
            time: expect.any(Number),
            sequence: expect.any(String),
            __CONTENT__: `record ${record.sequence} 日志`,
          });
        }

        expect(() => cls.consumerGroup(logsetId, 'consumer-group-1')).toThrow('does not exist');
        const { calls, statuses } = cls.stats();
        // Both create the group; the second is told that it exists, and writes its settings over it.
        expect(calls).toMatchObject({ CreateConsumerGroup: 2, ModifyConsumerGroup: 1, DescribeConsumerGroups: 1 });
        expect(calls).toMatchObject({ DeleteConsumerGroup: 1 });
        expect(Object.keys(statuses)).toEqual(['200']);
      } finally {
        script.kill('SIGKILL');
        await script.ended;
        await log.stop();
      }
    });
  },
);
