import { describe, expect, test } from 'vitest';
import { isWhole } from './around.js';
import { docs, snippetsIn } from './pages.js';
import { RECORDS, runSnippet, startLogs } from './programs.js';

/** It registers tests, as the tests of `examples/custom-driver` do. */
const isRunElsewhere = (code: string): boolean => code.includes('describeDriver(');

/** A warning that a configuration of several clouds brings at the very first start, as its page says. */
const FIRST_START = 'checkpoints-elsewhere';

const snippets = docs.flatMap((page) => snippetsIn(page, 'ts')).filter(({ code }) => !isRunElsewhere(code));
const places = snippets.map((snippet) => [snippet.place, snippet] as const);

describe('what stands in docs/ runs as it stands', { timeout: 60_000 }, () => {
  test('there are whole programs and parts of programs', () => {
    expect(snippets.filter(({ code }) => isWhole(code)).length).toBeGreaterThan(2);
    expect(snippets.filter(({ code }) => !isWhole(code)).length).toBeGreaterThan(5);
  });

  test.each(places)('%s reads all that there is, stops, and says nothing of a failure', async (_, { page, code }) => {
    const [file] = snippetsIn(page, 'yaml').filter(
      (yaml) => yaml.code.includes('\nprovider:') || yaml.code.startsWith('provider:'),
    );
    const files: Record<string, string> = file === undefined ? {} : { 'polylog.config.yaml': file.code };
    const { code: exitCode, stdout, stderr } = await runSnippet(code, await startLogs(), files);
    const failures = stderr.split('\n').filter((line) => line !== '' && !line.includes(FIRST_START));
    expect({ exitCode, failures }).toEqual({ exitCode: 0, failures: [] });
    const read = isWhole(code)
      ? stdout.split('\n').filter((line) => line.includes('hello')).length
      : Number(/^processed (\d+)$/m.exec(stdout)?.[1]);
    expect(read, stdout).toBeGreaterThanOrEqual(/onsumer/.test(code) ? RECORDS : 0);
  });
});
