import { isConsumerError, type LogRecord } from '@polylog/core/driver';
import { describe, expect, it } from 'vitest';
import { encodeLogGroup, frameLogGroup, type LogGroupInput } from './encode.js';
import { slsFieldMap } from './field-map.js';
import { type LogGroupList, readLogGroupList } from './log-group-list.js';

const read = (...groups: LogGroupInput[]): LogGroupList =>
  readLogGroupList(Buffer.concat(groups.map((group) => frameLogGroup(encodeLogGroup(group)))), {
    fields: slsFieldMap,
    recordId: (group, index) => `${group}/${index}`,
  });
const readGroup = (group: LogGroupInput): LogRecord[] => [...read(group).records];

const twoLogs: LogGroupInput = {
  topic: 'app',
  tags: [['env', 'prod']],
  logs: [
    { timeSeconds: 1, contents: [['level', 'info']] },
    { timeSeconds: 2, contents: [['level', 'warn']] },
  ],
};

describe('a record', () => {
  it('names its body, host and path by the content and tags of those names', () => {
    const [record] = readGroup({
      logs: [{ timeSeconds: 1, contents: [['content', 'GET /']] }],
      tags: [
        ['__path__', '/var/log/a.log'],
        ['__hostname__', 'web-2'],
        ['__hostname__', 'not this one'],
      ],
    });
    expect(record).toMatchObject({ body: 'GET /', host: 'web-2', path: '/var/log/a.log', topic: undefined });
  });

  it('has an absent topic where none was sent, and an empty one where it was empty', () => {
    const logs = [{ timeSeconds: 1, contents: [] }];
    expect(readGroup({ logs })[0]?.topic).toBeUndefined();
    expect(readGroup({ logs, topic: '' })[0]?.topic).toBe('');
  });

  it('keeps a field called __proto__ as a field of its own object', () => {
    const [record] = readGroup({
      logs: [
        {
          timeSeconds: 1,
          contents: [
            ['__proto__', 'evil'],
            ['constructor', 'c'],
            ['__proto__', 'second'],
          ],
        },
      ],
    });
    const object = record?.toObject() ?? {};
    expect(Object.entries(object)).toEqual([
      ['__proto__', 'evil'],
      ['constructor', 'c'],
    ]);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).evil).toBeUndefined();
  });

  it('gives bytes that may be kept and changed', () => {
    const list = read({ logs: [{ timeSeconds: 1, contents: [['raw', Uint8Array.of(255, 0, 1)]] }] });
    const [record] = [...list.records];
    const bytes = record?.getBytes('raw');
    expect(bytes).toEqual(Uint8Array.of(255, 0, 1));
    expect(bytes?.buffer.byteLength).toBe(3);
    bytes?.fill(9);
    expect(record?.getBytes('raw')).toEqual(Uint8Array.of(255, 0, 1));
    expect(record?.get('raw')).toBe('\uFFFD\0\u0001');
  });

  it('is read right while others of the same body are read in between', () => {
    const contents = Array.from({ length: 5 }, (_, i) => [`k${i}`, `value ${i} of a good length`] as const);
    const [one, other] = readGroup({
      logs: [
        { timeSeconds: 1, contents },
        { timeSeconds: 2, contents: [...contents].reverse() },
      ],
    });
    const a = one?.entries();
    const b = other?.entries();
    for (const [i, [name, value]] of contents.entries()) {
      expect(a?.next().value).toEqual([name, value]);
      expect(other?.toObject()).toEqual(Object.fromEntries(contents));
      expect(b?.next().value).toEqual(contents[4 - i]);
      expect(one?.get('k4')).toBe('value 4 of a good length');
    }
  });

  it('is made anew by each iteration, in the same order', () => {
    const list = read(twoLogs, { logs: [] }, twoLogs);
    const ids = [...list.records].map((r) => r.id);
    expect(ids).toEqual(['0/0', '0/1', '2/0', '2/1']);
    expect([...list.records].map((r) => r.id)).toEqual(ids);
  });

  it('throws record-released from every member once its batch is released, also what was read before', () => {
    const list = read(twoLogs);
    const [record] = [...list.records];
    if (record === undefined) throw new Error('no record');
    for (const member of ['id', 'timeNs', 'topic', 'tags'] as const) expect(record[member]).toBeDefined();
    expect(record.toObject()).toEqual({ level: 'info' });
    const begun = record.entries();
    begun.next();
    const iteration = list.records[Symbol.iterator]();
    iteration.next();
    const { tags } = record;
    list.release();
    list.release();

    const uses: Record<keyof LogRecord, () => unknown> = {
      id: () => record.id,
      epochMs: () => record.epochMs,
      timeNs: () => record.timeNs,
      body: () => record.body,
      topic: () => record.topic,
      source: () => record.source,
      host: () => record.host,
      path: () => record.path,
      tags: () => record.tags,
      get: () => record.get('level'),
      getBytes: () => record.getBytes('level'),
      entries: () => record.entries(),
      toObject: () => record.toObject(),
    };
    for (const use of [...Object.values(uses), () => begun.next(), () => iteration.next(), () => [...list.records]]) {
      try {
        use();
        expect.unreachable(String(use));
      } catch (error) {
        expect(isConsumerError(error) && error.code).toBe('record-released');
        expect(error).toMatchObject({ message: expect.stringContaining('toObject()') });
      }
    }
    expect(tags.get('env')).toBe('prod');
  });
});
