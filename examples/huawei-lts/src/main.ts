/**
 * The job of the vendor's sample for Python, with the same options: counts what each shard of a log stream brings, until the
 * end time or a signal. `--help` lists the options.
 */
import { createConsumer, type Processor } from '@polylog/core';
import { fromOfficialOptions, ltsDriver } from '@polylog/huawei-lts';
import { type Arguments, helpText, readArguments } from './arguments.js';
import { type Log, openLog } from './log.js';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());

try {
  const given = readArguments(process.argv.slice(2), process.env);
  if (given === 'help') console.log(helpText);
  else await consume(given);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function consume({ official, logLevel, logFile }: Arguments): Promise<void> {
  const { driver, consumer: options } = fromOfficialOptions(official);
  const log = openLog(logLevel, logFile);
  try {
    log.info(`start time ${official.start_time}, end time ${official.end_time}`);
    const consumer = createConsumer({
      ...options,
      driver: ltsDriver(driver),
      // What the library does by itself is a detail here, unless it is a warning.
      logger: { debug: log.debug, info: log.debug, warn: log.warning, error: log.error },
      processor: () => createCounter(log),
    });
    await consumer.run({ signal: stop.signal });
  } finally {
    log.close();
  }
}

/** Of one shard. What it has returned from is done, and saved without being told to. */
function createCounter(log: Log): Processor {
  let count = 0;
  return {
    process({ partition, recordCount }) {
      count += recordCount;
      log.info(`shard ${partition}: ${recordCount} logs this time, ${count} in all`);
    },
  };
}
