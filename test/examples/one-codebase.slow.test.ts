import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const example = new URL('../../examples/one-codebase/', import.meta.url);
const clouds = ['alibaba-sls', 'tencent-cls', 'huawei-lts'];
const folder = mkdtempSync(join(tmpdir(), 'polylog-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the configurations of the three clouds differ in one line, the provider', () => {
  const files = clouds.map((cloud) => readFileSync(new URL(`polylog.${cloud}.yaml`, example), 'utf8').split('\n'));
  const [first = []] = files;
  for (const [i, lines] of files.entries()) {
    expect(lines).toHaveLength(first.length);
    const different = lines.filter((line, at) => line !== first[at]);
    expect(different).toEqual(i === 0 ? [] : [`provider: ${clouds[i]}`]);
  }
});

test('the program itself names no cloud', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', example), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(clouds.map((cloud) => `@polylog/${cloud}`)));
  for (const file of ['consume.js', 'order.js', 'report.js']) {
    const code = readFileSync(new URL(`dist/${file}`, example), 'utf8');
    for (const cloud of clouds) expect(code).not.toContain(cloud);
  }
});

test('one program reads the same orders from three clouds, alone and together, byte for byte', {
  timeout: 180_000,
}, async () => {
  const results = join(folder, 'results');
  const program = new URL('dist/main.js', example).pathname;
  const child = spawn(process.execPath, [program, '--results', results], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += String(text)));
  child.stderr.on('data', (text) => (stderr += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(readFileSync(new URL('expected.txt', example), 'utf8'));

  // Not by the example's own judge.
  const reports = readdirSync(results, { recursive: true, encoding: 'utf8' }).filter((name) => /report/.test(name));
  const [first = Buffer.of(), ...others] = reports.map((name) => readFileSync(join(results, name)));
  expect(others.map((other) => other.equals(first))).toEqual([true, true, true, true, true]);
  const orders = first.toString().trimEnd().split('\n');
  expect(orders.length).toBeGreaterThan(10_000);
  const numbers = orders.map((line) => (JSON.parse(line) as { number: string }).number);
  expect(numbers).toEqual([...new Set(numbers)].sort());
  expect(numbers, 'received behind the end').not.toContain('late');
  for (const held of ['"text":""', '["note",""]', '日志', '👩🏽‍🚀', '\ufeffbegins', '"9007199254740993"', '地区'])
    expect(first.includes(held), held).toBe(true);
  expect(Math.max(...orders.map((line) => line.length)), 'the largest').toBeGreaterThan(700_000);
});
