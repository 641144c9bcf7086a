import { clsFieldMap, readLogGroupList } from '@polylog/driver-kit';
import { describe, expect, it } from 'vitest';
import { type PullAnswer, readPullAnswer } from './pull-answer.js';

/** Vector E1 of the protocol page. */
const E1 =
  'AAAAggAAAYvP5Wh7AAAAF0kzSU4wZjhlNGI4Mi04YWRiLTQ3YjEtYTNjNC0yYjFkNWU2ZjdhODk2ZjZkZWQzZi05NDhjLTQ2MTYtOWM3Yy05NTZhOTVkOGMxYTMAAAAaCg4IgeLPqgYSBgoBbhIBMSIIMTAuMC4wLjI=';

function read(json: string): PullAnswer {
  const steps = readPullAnswer(Buffer.from(json));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
const answer = (more: object = {}): string =>
  JSON.stringify({ Response: { NextOffset: 7, Message: [E1], RequestId: 'r-1', ...more } });

/** A message around a log group, which need not be one. */
function message(group: Buffer, { version = 130, told = group.length } = {}): string {
  const envelope = Buffer.alloc(96);
  envelope.writeInt32BE(version);
  envelope.writeInt32BE(told, 92);
  return Buffer.concat([envelope, group]).toString('base64');
}
const groupsOf = ({ logGroups }: PullAnswer): Buffer[] => {
  const groups: Buffer[] = [];
  for (let at = 0; at < logGroups.length; ) {
    expect(logGroups[at++]).toBe(0x0a);
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = logGroups[at++] as number;
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    groups.push(logGroups.subarray(at, at + length));
    at += length;
  }
  return groups;
};

describe('the answer of a pull', () => {
  it('reads vector E1', () => {
    const found = read(answer());
    expect(found).toMatchObject({ nextOffset: '7', requestId: 'r-1', groupCount: 1 });
    const recordId = (group: number, index: number): string => `${group}:${index}`;
    const [record] = readLogGroupList(found.logGroups, { fields: clsFieldMap, recordId }).records;
    expect(record?.toObject()).toEqual({ n: '1' });
    expect([record?.epochMs, record?.source]).toEqual([1_700_000_001_000, '10.0.0.2']);
  });

  it('finds its three names in any order, beside others, with white space and escapes', () => {
    const json = `{ "Else": [1, {"Response": 2}], "Resp\\u006fnse" :\n{"RequestId":null,"More":{"NextOffset":1},
      "Message" : [ "${E1.replaceAll('/', '\\/').replaceAll('=', '\\u003d')}" , "${E1}" ] ,\t"NextOffset" : 9223372036854775807 } } `;
    const found = read(json);
    expect(found).toMatchObject({ nextOffset: '9223372036854775807', requestId: undefined, groupCount: 2 });
    const [first, second] = groupsOf(found);
    expect(first).toEqual(second);
  });

  it.each(['null', '[]'])('takes %s for no messages', (messages) => {
    const found = read(`{"Response":{"Message":${messages},"NextOffset":-1}}`);
    expect(found).toMatchObject({ nextOffset: '-1', groupCount: 0 });
    expect(found.logGroups.length).toBe(0);
    expect(read('{"Response":{"NextOffset":0}}')).toMatchObject({ nextOffset: '0', groupCount: 0 });
  });

  it('hands out groups of every size as they came', () => {
    const groups = [0, 1, 2, 3, 31, 32, 33, 127, 128, 129, 5_000, 16_384, 40_000].map((size) =>
      Buffer.from(Array.from({ length: size }, (_, i) => (i * 7 + size) & 255)),
    );
    const found = read(answer({ Message: groups.map((group) => message(group)) }));
    expect(found.groupCount).toBe(groups.length);
    expect(groupsOf(found)).toEqual(groups);
    const escaped = answer({ Message: groups.map((group) => message(group)) }).replaceAll('/', '\\/');
    expect(groupsOf(read(escaped))).toEqual(groups);
  });

  it.each([
    ['no JSON', 'x'],
    ['nothing', ''],
    ['something behind its end', `${answer()}x`],
    ['a list', '[]'],
    ['no Response', '{"response":{}}'],
    ['a Response that is null', '{"Response":null}'],
    ['two Responses', '{"Response":{"NextOffset":1},"Response":{"NextOffset":1}}'],
    ['no NextOffset', '{"Response":{"Message":[]}}'],
    ['two NextOffsets', '{"Response":{"NextOffset":1,"NextOffset":2}}'],
    ['two Messages', '{"Response":{"NextOffset":1,"Message":[],"Message":[]}}'],
    ['an offset of null', answer({ NextOffset: null })],
    ['an offset in quotes', answer({ NextOffset: '7' })],
    ['an offset with a fraction', answer({ NextOffset: 1.5 })],
    ['an offset with an exponent', '{"Response":{"NextOffset":1e3}}'],
    ['an offset of -0', '{"Response":{"NextOffset":-0}}'],
    ['an offset of 2^63', '{"Response":{"NextOffset":9223372036854775808}}'],
    ['an offset below -2^63', '{"Response":{"NextOffset":-9223372036854775809}}'],
    ['messages that are a text', answer({ Message: E1 })],
    ['a message that is null', answer({ Message: [null] })],
    ['an empty message', answer({ Message: [''] })],
    ['a message shorter than an envelope', answer({ Message: [E1.slice(0, 124)] })],
    ['a message that is cut', answer({ Message: [E1.slice(0, -4)] })],
    ['a message without padding', answer({ Message: [E1.slice(0, -1)] })],
    ['a message with more behind it', answer({ Message: [`${E1}AAAA`] })],
    ['the other alphabet', answer({ Message: [E1.replace('F0k', '_0k')] })],
    ['a wrong character', answer({ Message: [E1.replace('C', ' ')] })],
    ['a wrong character in an escape', answer().replace('AAAA', 'AAA\\u0141')],
    ['envelope version 131', answer({ Message: [message(Buffer.from('x'), { version: 131 })] })],
    ['a length of one more', answer({ Message: [message(Buffer.from('x'), { told: 2 })] })],
    ['a length of one less', answer({ Message: [message(Buffer.from('xy'), { told: 1 })] })],
    ['a negative length', answer({ Message: [message(Buffer.from('x'), { told: -1 })] })],
    ['the largest length', answer({ Message: [message(Buffer.from('x'), { told: 2 ** 31 - 1 })] })],
  ])('refuses %s', (_, json) => {
    expect(() => read(json)).toThrow(expect.objectContaining({ name: 'ConsumerError', code: 'corrupt-data' }));
  });

  it('says nothing of what a body holds', () => {
    for (const json of ['{"secret', answer({ Message: ['secret'] }), `${answer()}secret`]) {
      expect(() => read(json)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }));
    }
  });
});
