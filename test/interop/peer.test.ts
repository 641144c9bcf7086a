import { expect, test } from 'vitest';
import { parseAbsences } from './absences.js';
import { admittedAbsences, judgePeer } from './peer.js';

const ready = { kind: 'ready' } as const;
const absent = { kind: 'absent', reason: 'no network' } as const;
const none = parseAbsences('');
const answer = '$ npm view nobody-has-this\nnpm error 404 Not Found';
const listed = parseAbsences(
  `# Title\n\nText.\n\n## npm: nobody-has-this\n\nTried in March.\n\n\`\`\`console\n${answer}\n\`\`\`\n\n## pypi: other\n\n\`\`\`\nERROR: none\n\`\`\`\n`,
);

test('absent.md: each package has the whole answer of its registry client', () => {
  expect([...listed]).toEqual([
    ['npm: nobody-has-this', answer],
    ['pypi: other', 'ERROR: none'],
  ]);
  expect(parseAbsences('# Title\n\nNone so far.\n').size).toBe(0);
});

test.each([
  ['## npm: a', 'absent.md: "npm: a" has no answer'],
  ['## npm: a\n\n```\n\n```\n', 'absent.md: "npm: a" has no answer'],
  ['## npm: a\n\n## npm: b\n\n```\nno\n```\n', 'absent.md: "npm: a" has no answer'],
  ['## nodejs\n\n```\nno\n```\n', 'absent.md: "nodejs" is not'],
  ['## npm: a\n```\nno\n```\n## npm: a\n```\nno\n```\n', 'absent.md: "npm: a" stands there twice'],
])('absent.md: %j is refused', (markdown, message) => {
  expect(() => parseAbsences(markdown)).toThrow(message);
});

test('a peer that is there runs, in CI and on a laptop', () => {
  for (const ci of [true, false]) expect(judgePeer('npm: a', ready, { ci, absences: none })).toEqual({ kind: 'run' });
});

test('a peer that is missing is skipped with its reason on a laptop and fails in CI', () => {
  const reason = 'npm: a is missing: no network';
  expect(judgePeer('npm: a', absent, { ci: false, absences: none })).toEqual({ kind: 'skip', reason });
  expect(judgePeer('npm: a', absent, { ci: true, absences: none })).toEqual({ kind: 'fail', reason });
  expect(judgePeer('npm: a', absent, { ci: true, absences: listed }).kind).toBe('fail');
});

test('a peer that its registry does not have is skipped everywhere, with the answer; once it is there, the entry must go', () => {
  for (const ci of [true, false]) {
    const verdict = judgePeer('npm: nobody-has-this', absent, { ci, absences: listed });
    expect(verdict).toEqual({ kind: 'skip', reason: expect.stringContaining('npm error 404 Not Found') });
    expect(judgePeer('npm: nobody-has-this', ready, { ci, absences: listed }).kind).toBe('fail');
  }
});

const musts = [
  ...['aliyun-log-python-sdk', 'aliyun-log-go-sdk', 'com.aliyun.openservices:aliyun-log', '@alicloud/log'],
  ...['tencentcloud-cls-sdk-python', 'huaweicloudsdklts', 'huaweicloud-sdk-core'],
];
test.each(musts)('%s may not be told absent', (name) => {
  expect([...admittedAbsences().keys()].filter((absent) => absent.toLowerCase().includes(name))).toEqual([]);
});
