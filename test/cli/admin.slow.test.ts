import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { providers } from '../config/three-clouds.js';
import { until } from '../end-to-end/until.js';
import { commandFolder } from './three-clouds-folder.js';

const json = (text: string): unknown => JSON.parse(text) as unknown;
const needsStopping = expect.stringContaining('Stop all of them first');

/** Each test starts several processes, and a busy machine is slow at that. */
const timeout = 60_000;

/** What the service can tell only so. */
const facts = {
  'alibaba-sls': { basis: 'log-groups', split: ['1', '2'], splits: true },
  'tencent-cls': { basis: 'offsets', split: undefined, splits: true },
  'huawei-lts': { basis: 'time-ms', split: undefined, splits: false },
} as const;

describe.each(providers)('%s', { timeout }, (provider) => {
  test('groups are created, listed, described and deleted', async () => {
    const { run } = await commandFolder(provider);
    expect(await run('groups list')).toEqual({ code: 0, out: '', err: 'polylog: there are no groups.\n' });
    expect(await run('groups create billing --session-timeout 40s')).toEqual({
      code: 0,
      out: 'created billing\n',
      err: '',
    });

    const listed = await run('groups list --json');
    expect(json(listed.out)).toEqual([expect.objectContaining({ name: 'billing', streams: [expect.any(String)] })]);
    expect((await run('groups list')).out).toMatch(/^GROUP {4}SESSION {2}ORDER {6}STREAMS\nbilling +40s /);

    const described = await run('groups describe --json');
    expect(json(described.out)).toMatchObject({ name: 'billing', activity: { kind: 'unknown' }, checkpoints: [{}] });
    expect((await run('groups describe')).out).toMatch(/^group {4}billing\nsession {2}40s\n(?:.*\n)*PARTITION {2}/);

    const again = await run('groups create billing');
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('billing');

    expect(await run('groups delete billing')).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/polylog: nothing was done: .* Give --yes\.\n$/s),
    });
    expect(await run('groups delete billing --yes')).toEqual({ code: 0, out: 'deleted billing\n', err: needsStopping });
    const missing = await run('groups describe billing');
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^[^\n]*billing[^\n]*\n$/) });
  });

  test('a reset shows what it means, writes only when told to, and then the lag is of that', async () => {
    const { run, write, emulator } = await commandFolder(provider);
    write([{ content: 'a' }, { content: 'b' }]);
    await run('groups create billing');
    const rows = async (args: string): Promise<unknown> =>
      (json((await run(`reset ${args} --json`)).out) as { rows: { move: string }[] }).rows.map(({ move }) => move);

    expect(await rows('--to begin --dry-run')).toEqual(['first']);
    const dry = await run('reset --to begin --dry-run');
    expect(dry).toMatchObject({ code: 0, err: expect.stringContaining('polylog: a dry run; nothing was written.\n') });
    expect(dry.out).toMatch(/^PARTITION +BEFORE +AFTER +MEANING\n\S+ +- +\S+ +first: there was no checkpoint\n$/);
    expect(await rows('--to begin --dry-run')).toEqual(['first']);

    const asked = await run('reset --to begin');
    expect(asked).toMatchObject({ code: 1, err: expect.stringContaining('Give --yes.') });
    expect(await rows('--to end --dry-run')).toEqual(['first']);

    const written = await run('reset --to begin --yes');
    expect(written.err).toMatch(/polylog: 1 checkpoint of billing written\.\n$/);
    expect(written.code).toBe(0);
    emulator.clock.advance(60_000);
    expect(await rows('billing --to end --dry-run')).toEqual(['ahead']);
    expect((await run('reset --to end --dry-run')).out).toContain('ahead: records are skipped');

    const before = json((await run('lag --json')).out) as { total: { basis: string; value: unknown }[] };
    expect(before).toMatchObject({ group: 'billing', partitions: [{ since: 'checkpoint' }] });
    const { basis } = facts[provider];
    const [first] = before.total;
    expect(first?.basis).toBe(basis);
    // A 64-bit integer is text.
    if (basis === 'time-ms') expect(first?.value).toBeGreaterThan(0);
    else expect(first?.value).toMatch(/^[1-9]\d*$/);

    expect((await run('reset --to end --yes')).code).toBe(0);
    expect(await rows('--to end --dry-run')).toEqual(['nowhere']);
    expect(await rows('--to -1d --dry-run')).toEqual(['back']);
    const after = await run('lag');
    expect(after.out).toMatch(/^PARTITION +[A-Z-]+.* SINCE\n/);
    expect(after.out).toMatch(/\nall +0s?\b.*\n$/);
  });

  test('one partition is reset where it is named; one that is not there is refused', async () => {
    const { run } = await commandFolder(provider);
    await run('groups create billing');
    const [{ id } = { id: '' }] = json((await run('partitions list --json')).out) as { id: string }[];
    expect((await run(['reset', '--to', 'end', '--partition', id, '--dry-run'])).out.split('\n')).toHaveLength(3);
    const missing = await run('reset --to end --partition nobody --dry-run');
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^[^\n]*nobody[^\n]*\n$/) });
  });

  test('partitions are listed, split and merged, as far as the service does that', async () => {
    const { run } = await commandFolder(provider);
    const listed = json((await run('partitions list --json')).out) as { id: string; readOnly: boolean }[];
    expect(listed).toEqual([expect.objectContaining({ readOnly: false, parents: [] })]);
    const { id = '' } = listed[0] ?? {};
    const split = await run(['partitions', 'split', id, '--json']);
    if (!facts[provider].splits) {
      expect(split).toEqual({ code: 1, out: '', err: `${provider} has no splitPartition.\n` });
      return;
    }
    const [left = '', right = ''] = (json(split.out) as { id: string; parents: string[] }[]).map(
      ({ id: child }) => child,
    );
    const merged = await run(['partitions', 'merge', left, right]);
    expect(merged.out).toMatch(/^PARTITION +STATE +PARENTS +KEYS\n\S+ +read-write +/);
    const states = json((await run('partitions list --json')).out) as { readOnly: boolean }[];
    expect(states.map(({ readOnly }) => readOnly)).toEqual([true, true, true, false]);
  });
});

describe('a service that refuses', { timeout }, () => {
  test('is quoted in one line on stderr, and the exit code is 1', async () => {
    const { run, emulator } = await commandFolder('alibaba-sls');
    const action = { kind: 'status', status: 403, code: 'Unauthorized', message: 'not yours' } as const;
    emulator.sls.faults.add({ match: { call: 'ListConsumerGroup' }, action });
    const { code, out, err } = await run('groups list');
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 1, out: '', lines: 2 });
    expect(err).toContain('not yours');
  });

  test.each(providers)('%s: is asked again where it is only busy, and that is told', async (provider) => {
    const { run, emulator } = await commandFolder(provider);
    const faces = { 'alibaba-sls': emulator.sls, 'tencent-cls': emulator.cls, 'huawei-lts': emulator.lts };
    const action = { kind: 'throttle', retryAfterSeconds: 0 } as const;
    faces[provider].faults.add({ action, times: 2 });
    const { code, out, err } = await run('partitions list --json');
    expect({ code, listed: json(out) }, err).toEqual({ code: 0, listed: [expect.anything()] });
    expect(err).toMatch(/^polylog: [^\n]+ Asking again in [\d.]+s\.\n$/);
  });

  test('a member that has saved lately is named as most likely at work', async () => {
    const { run, write, folder, start } = await commandFolder('alibaba-sls');
    write([{ content: 'a' }]);
    writeFileSync(`${folder}/p.mjs`, 'export default () => console.log("done");');
    await run('groups create billing');
    const running = start('run ./p.mjs --config polylog.config.yaml');
    await until(() => running.output.out.includes('done') || running.child.exitCode !== null);
    running.child.kill('SIGTERM');
    expect(await running.ended, running.output.err).toBe(0);
    const { err } = await run('reset --to begin --dry-run');
    expect(err).toMatch(
      /^warning: members are most likely at work, for they have saved lately: \S+\. Stop all of them first/,
    );
  });
});

describe('rubbish', { timeout }, () => {
  test.each([
    ['reset --to yesterday', 2, /^polylog: --to is "yesterday", which is no time that can mean only one thing\./],
    ['reset', 2, /^polylog: "polylog reset" needs --to TIME, --to begin or --to end\./],
    ['groups create x --session-timeout 30', 2, /^polylog: --session-timeout is "30"; allowed: a duration/],
    ['groups list --config nowhere.yaml', 1, /nowhere\.yaml/],
    ['groups list --provider nobody', 1, /nobody/],
    ['tail --limit 0', 2, /^polylog: --limit is "0"; allowed: a whole number, at least 1\./],
    ['tail --filter status', 2, /^polylog: --filter is "status"; allowed: NAME=VALUE/],
    ['tail --partition 77', 1, /"77", which does not exist/],
    ['produce --input xml', 2, /^polylog: --input is "xml"; allowed: text, json\./],
    ['produce --stream other', 1, /stream is "other"; allowed: orders\./],
  ])('%s', async (args, code, err) => {
    const { run } = await commandFolder('alibaba-sls');
    const ended = await run(args, 'x\n');
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toMatch(err);
    expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('an adapter without a door gets one clear message', async () => {
    const { run, folder } = await commandFolder('alibaba-sls', 'mine: { adapter: ./mine.mjs }\n');
    writeFileSync(
      `${folder}/mine.mjs`,
      `import { credentialsKey } from '@polylog/core/driver';
import { createMemoryLog } from '@polylog/core/testing';
export const configSection = { provider: 'mine', keys: { credentials: credentialsKey }, createDriver: () => createMemoryLog({ partitions: 1 }).driver() };`,
    );
    const text = (what: string, door: string): string =>
      `the adapter of mine cannot ${what}: its configSection has no ${door}. Take a newer version of it, or another tool.\n`;
    const err = text('look after groups', 'createGroupAdmin');
    expect(await run('lag --provider mine')).toEqual({ code: 1, out: '', err });
    const written = await run('produce --provider mine', 'x\n');
    expect(written).toEqual({ code: 1, out: '', err: text('write records', 'createProducer') });
  });
});
