import type { PortableRecord } from '@polylog/core/driver';
import { expect, it } from 'vitest';
import { portableRecord } from './portable-records.js';

const timeNs = 1_763_000_000_123_456_789n;
const time = { timeNs };

it('makes a line of a body, its fields the labels of it, and a structured log of what has none', () => {
  const fields = { status: 500 };
  expect(portableRecord({ time, key: 'k', body: 'a', fields })).toEqual({
    time,
    key: 'k',
    text: 'a',
    labels: { status: '500' },
  });
  expect(portableRecord({ time, key: 'k', fields })).toEqual({ time, key: 'k', fields });
});

it.each([{ log_content: 'USER VALUE', a: 1 }, Object.entries({ a: true, log_content: Buffer.from('USER VALUE') })])(
  'lets the field count that is named as the service names the line: %#',
  (fields) => {
    const { text, labels } = portableRecord({ body: 'hello', fields: fields as never }) as never;
    expect({ text, names: Object.keys(labels) }).toEqual({ text: 'USER VALUE', names: ['a'] });
  },
);

it('refuses a field that comes twice, that of the line too', () => {
  const fields = [
    ['log_content', 'a'],
    ['log_content', 'b'],
  ] as const;
  expect(() => portableRecord({ body: 'hello', fields })).toThrow('two fields are named "log_content"');
});

it.each([
  ['with a time in nanoseconds', { lineNum: String(timeNs) }],
  ['with one of its reception', { lineNum: '1763000000200000001' }],
])('leaves out the times that were told of a pulled record, %s, for they will be told anew', (_, told) => {
  const pulled = { __time__: '1763000000123', collectTime: '1763000000200', ...told };
  const [withBody, without] = [
    { body: 'line', fields: { ...pulled, log_content: 'line', a: '1' } },
    { fields: pulled },
  ];
  expect(portableRecord({ time, ...withBody })).toEqual({ time, text: 'line', labels: { a: '1' } });
  expect(portableRecord({ time, ...without })).toMatchObject({ fields: [] });
});

it.each([
  { collectTime: '1763000000200' },
  { lineNum: '7' },
  { __time__: '1763000000124' },
  { __time__: 'noon' },
  { __time__: '1763000000123', collectTime: 'noon' },
])('drops no field that the user may have meant: %j', (fields) => {
  const record: PortableRecord = { time, fields };
  const [[name]] = Object.entries(fields).slice(-1) as [[string, string]];
  const { fields: kept } = portableRecord(record) as PortableRecord;
  expect(Object.keys(Array.isArray(kept) ? Object.fromEntries(kept as []) : kept)).toContain(name);
  // A line refuses it at once, a structured log when it is sent.
  expect(() => portableRecord({ ...record, body: 'line' })).toThrow(`"${name}" is the service's own`);
});
