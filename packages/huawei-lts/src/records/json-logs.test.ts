import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonLogs, readJsonLogs, readJsonLogsInTurns } from './json-logs.js';

const options = { recordId: (index: number) => `0@7:${index}` };

function read(text: string): JsonLogs {
  return readJsonLogs(Buffer.from(text), options);
}

function only(labels: string) {
  const [record] = read(`{"count":1,"next":1,"logs":[{"labels":${labels}}]}`).records;
  if (record === undefined) throw new Error('there is no record');
  return record;
}

describe('an answer of a pull', () => {
  it('has an exact next, as an integer and as text', () => {
    expect(read('{"count":0,"next":9223372036854775807,"logs":[]}').next).toBe(9223372036854775807n);
    expect(read('{"count":0,"next":"1685445470192043318","logs":[]}').next).toBe(1685445470192043318n);
    expect(read('{"next":0}').next).toBe(0n);
  });

  it.each(['{}', '{"count":0,"logs":null,"next":null}', ' { "other" : [ 1.5e3, {} ] } '])(
    'is empty where it says nothing: %s',
    (text) => {
      const { next, recordCount, records } = read(text);
      expect({ next, recordCount, records: [...records] }).toEqual({ next: undefined, recordCount: 0, records: [] });
    },
  );

  it.each([
    '',
    'null',
    '[]',
    '"text"',
    '{',
    '{"logs":[}',
    '{"logs":{}}',
    '{"logs":[1]}',
    '{"logs":[{"labels":[]}]}',
    '{"logs":[{"labels":"a"}]}',
    '{"logs":[{"labels":{"a":}}]}',
    '{"logs":[{"labels":{}},]}',
    '{"logs":[],"logs":[]}',
    '{"logs":[{"labels":{},"labels":{}}]}',
    '{"next":1,"next":2}',
    '{"next":-1}',
    '{"next":1.5}',
    '{"next":1e18}',
    '{"next":9223372036854775808}',
    '{"next":"x"}',
    '{"next":{}}',
    '{"next":true}',
    '{} {}',
    `{"logs":${'['.repeat(1000)}`,
    `{"a":${'{"b":'.repeat(1000)}`,
    '{"logs":[{"labels":{"a":"\u0001"}}]}',
    '{"logs":[{"labels":{"a":"\\x"}}]}',
  ])('is refused as corrupt-data where it is none: %j', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'corrupt-data' }));
  });

  it('is read the same in turns', async () => {
    const body = Buffer.from(
      `{"next":5,"logs":[${Array.from({ length: 500 }, (_, i) => `{"labels":{"log_content":"line ${i}"}}`)}]}`,
    );
    const { recordCount, next, records } = await readJsonLogsInTurns(body, options, new AbortController().signal);
    expect({ recordCount, next }).toEqual({ recordCount: 500, next: 5n });
    expect([...records].map((record) => record.body)).toEqual(Array.from({ length: 500 }, (_, i) => `line ${i}`));
  });

  it('holds what JSON.parse finds, whatever the labels are', () => {
    const labels = fc.dictionary(
      fc.string({ unit: 'binary' }),
      fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
    );
    fc.assert(
      fc.property(fc.array(labels), fc.constantFrom(0, 2), (logs, indent) => {
        const text = JSON.stringify({ logs: logs.map((each) => ({ labels: each })) }, undefined, indent);
        const wellFormed = JSON.parse(Buffer.from(text).toString()) as { logs: { labels: Record<string, unknown> }[] };
        const found = [...read(text).records].map((record) => Object.entries(record.toObject()));
        const expected = wellFormed.logs.map((log) => Object.entries(log.labels));
        expect(found.map((entries) => entries.map(([name]) => name))).toEqual(
          expected.map((entries) => entries.map(([name]) => name)),
        );
        for (const [i, entries] of found.entries()) {
          for (const [j, [, value]] of entries.entries()) {
            const [, wanted] = expected[i]?.[j] ?? [];
            if (typeof wanted === 'string') expect(value).toBe(wanted);
            else expect(JSON.parse(value)).toEqual(wanted);
          }
        }
      }),
    );
  });
});

describe('a record', () => {
  const labels =
    '{"user":"é\\u00e9\\n","log_content":"a line","n":9007199254740993,"f":1.10,"o":{"b":[1, 2]},"t":true,"z":null,"__time__":"1700000000123","lineNum":"1700000000123456789","collectTime":"1700000000999","hostName":"h","hostIP":"10.0.0.1","pathFile":"/var/log/a","category":"LTS","podName":"p"}';

  it('has its labels without loss: text decoded, everything else as it stands', () => {
    const record = only(labels);
    expect(record.get('user')).toBe('éé\n');
    expect(record.get('n')).toBe('9007199254740993');
    expect(record.get('f')).toBe('1.10');
    expect(record.get('o')).toBe('{"b":[1, 2]}');
    expect(record.get('t')).toBe('true');
    expect(record.get('z')).toBe('null');
    expect(record.get('missing')).toBeUndefined();
    expect(Buffer.from(record.getBytes('user') ?? []).toString()).toBe('éé\n');
    expect(record.toObject()).toEqual(Object.fromEntries(record.entries()));
    expect([...record.entries()].map(([name]) => name)).toEqual(Object.keys(JSON.parse(labels)));
  });

  it('has the names that records of all services have', () => {
    const { id, body, timeNs, epochMs, topic, source, host, path, tags } = only(labels);
    expect({ id, body, timeNs, epochMs, topic, source, host, path, tags: [...tags] }).toEqual({
      id: '0@7:0',
      body: 'a line',
      timeNs: 1700000000123456789n,
      epochMs: 1700000000123,
      topic: undefined,
      source: '10.0.0.1',
      host: 'h',
      path: '/var/log/a',
      tags: [
        ['__time__', '1700000000123'],
        ['lineNum', '1700000000123456789'],
        ['collectTime', '1700000000999'],
        ['hostName', 'h'],
        ['hostIP', '10.0.0.1'],
        ['pathFile', '/var/log/a'],
        ['category', 'LTS'],
        ['podName', 'p'],
      ],
    });
  });

  it.each([
    ['{"content":"x"}', 'x'],
    ['{"content":"x","log_content":"y"}', 'y'],
    ['{"log_content":"","content":"x"}', ''],
    ['{}', undefined],
  ])('finds its line: %s', (text, body) => {
    expect(only(text).body).toBe(body);
  });

  it.each([
    ['nanoseconds where both tell one time', '{"__time__":"1700","lineNum":"1700000001"}', 1700000001n],
    ['milliseconds where lineNum is of the collection', '{"__time__":"1700","lineNum":"1800000001"}', 1700000000n],
    ['numbers, too', '{"__time__":1700,"lineNum":1700000001}', 1700000001n],
    ['lineNum alone', '{"lineNum":"1700000001"}', 1700000001n],
    ['collectTime where there is nothing else', '{"collectTime":"1700"}', 1700000000n],
    ['none for what is no number', '{"__time__":"now","lineNum":"-1"}', 0n],
    ['none', '{}', 0n],
  ])('has its time: %s', (_, text, timeNs) => {
    expect(only(text).timeNs).toBe(timeNs);
  });

  it('of a name that comes twice gives the first value, and both as entries', () => {
    const record = only('{"a":"1","a":"2","__proto__":"3"}');
    expect(record.get('a')).toBe('1');
    expect([...record.entries()]).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['__proto__', '3'],
    ]);
    expect(Object.entries(record.toObject())).toEqual([
      ['a', '1'],
      ['__proto__', '3'],
    ]);
  });

  it.each([
    [100, 'n'.repeat(99)],
    [255, 'n'.repeat(254)],
    [300, 'n'.repeat(299)],
  ])('of a name of %i characters that comes twice, written in two ways, gives the first value', (_, rest) => {
    const name = `o${rest}`;
    const escaped = [...name].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('');
    for (const [first, second] of [
      [escaped, name],
      [name, escaped],
    ]) {
      const record = only(`{"${first}":"1","b":"x","${second}":"2"}`);
      expect([record.get(name), record.toObject()[name], [...record.entries()].length]).toEqual(['1', '1', 3]);
    }
  });

  it('without labels is empty', () => {
    const [one, other] = read('{"logs":[{},{"labels":null}]}').records;
    expect([one?.body, one?.toObject(), other?.get('a'), [...(other?.entries() ?? [])]]).toEqual([
      undefined,
      {},
      undefined,
      [],
    ]);
  });

  it('7.1 throws once its batch is released, whatever it is asked', () => {
    const logs = read(`{"logs":[{"labels":${labels}},{}]}`);
    for (const record of logs.records) {
      const entries = record.entries();
      logs.release();
      const uses = [
        () => record.id,
        () => record.timeNs,
        () => record.epochMs,
        () => record.body,
        () => record.topic,
        () => record.source,
        () => record.host,
        () => record.path,
        () => record.tags,
        () => record.get('n'),
        () => record.getBytes('n'),
        () => record.entries(),
        () => entries.next(),
        () => record.toObject(),
      ];
      for (const use of uses) expect(use).toThrow(expect.objectContaining({ code: 'record-released' }));
      break;
    }
    expect(() => [...logs.records].map((record) => record.body)).toThrow(
      expect.objectContaining({ code: 'record-released' }),
    );
  });
});
