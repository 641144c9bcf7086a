import { expect, it } from 'vitest';
import { batchLabels, type LabelForm } from './batch-labels.js';

interface Labels {
  readonly topic?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const form: LabelForm<Labels> = {
  texts: ['topic'],
  map: 'tags',
  encode: (texts, tags) => Buffer.from(JSON.stringify([texts, tags])),
};

it('lets a record name its own labels beside the standard ones, and count where both name one', () => {
  const labelsOf = batchLabels<Labels>(form, { topic: 't', tags: { env: 'prod', zone: 'a' } });
  const { bytes, mapNames } = labelsOf({ tags: { zone: 'b', rack: '9' } });
  const tags = [
    ['env', 'prod'],
    ['zone', 'b'],
    ['rack', '9'],
  ];
  expect(JSON.parse(bytes.toString())).toEqual([{ topic: 't' }, tags]);
  expect([...mapNames]).toEqual(['env', 'zone', 'rack']);
});

it('gives the same labels the same name, and others another', () => {
  const labelsOf = batchLabels<Labels>(form, {});
  expect(labelsOf({ tags: { a: '1' } })).toBe(labelsOf({ tags: { a: '1' } }));
  expect(labelsOf({ topic: 'a' }).name).not.toBe(labelsOf({ tags: { topic: 'a' } }).name);
});

it.each([
  [{ topic: 7 }, 'topic is 7; allowed: text'],
  [{ tags: ['a'] }, 'tags is no object of texts'],
  [{ tags: null }, 'tags is no object of texts'],
  [{ tags: { env: undefined } }, 'tags has a value under "env" that is no text'],
  [{ tags: { env: { deep: 'x' } } }, 'under "env" that is no text'],
  [{ tags: { env: 7 } }, 'tags has a value under "env" that is no text'],
])('refuses %j, of a record and as the standard', (labels, message) => {
  const wrong = labels as unknown as Labels;
  expect(() => batchLabels<Labels>(form, {})(wrong)).toThrow(message);
  expect(() => batchLabels<Labels>(form, wrong)).toThrow(message);
});
