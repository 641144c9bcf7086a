import { parseArgs } from 'node:util';
import { TaskError } from './progress.mjs';

const options = /** @type {const} */ ({
  stop: { type: 'string', default: '50' },
  kill: { type: 'string', default: '50' },
  seed: { type: 'string' },
});

/**
 * What `npm run rounds -- --stop 50 --kill 50 --seed 7` tells test/processes: how often real member processes are frozen
 * and killed in the middle of a batch.
 *
 * @param {readonly string[]} args
 * @returns {Record<string, string>}
 */
export function roundsEnvironment(args) {
  const { stop, kill, seed } = parsed(args);
  for (const [flag, value] of Object.entries({ stop, kill, seed: seed ?? '0' })) {
    if (/^\d{1,9}$/.test(value)) continue;
    throw new TaskError(`--${flag} is "${value}"; allowed is a whole number from 0.`, 2);
  }
  return {
    POLYLOG_TEST_ALL: '1',
    POLYLOG_ROUNDS_STOP: stop,
    POLYLOG_ROUNDS_KILL: kill,
    ...(seed === undefined ? {} : { POLYLOG_SEED: seed }),
  };
}

function parsed(args) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [first] = error.message.split(/\.(?:\s|$)|\n/);
    const flags = Object.keys(options).map((flag) => `--${flag} N`);
    throw new TaskError(`${first}; the flags are ${flags.join(', ')}.`, 2);
  }
}
