import { parseArgs } from 'node:util';
import { type Level, levels } from './log.js';

export interface Arguments {
  /** As `fromOfficialOptions` takes them. */
  readonly official: Readonly<Record<string, string | undefined>>;
  readonly logLevel: Level;
  readonly logFile: string | undefined;
}

export const helpText: string = `Counts the logs of a log stream of Huawei Cloud LTS, shard by shard, until the end time, SIGINT or SIGTERM.

  --region NAME               such as cn-north-4
  --endpoint URL              the access node (default: the region's, port 8102)
  --project_id ID             32 hexadecimal digits
  --group_id ID               the log group's id, not its name
  --stream_id ID              the log stream's id, not its name
  --consumer_group_name NAME  made in the console, on the page of the log stream
  --ak AK, --sk SK            the keys (default: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK of the environment)
  --start_time WHEN           begin, end, or epoch nanoseconds: for shards without a checkpoint (default begin)
  --end_time NANOSECONDS      exclusive; one that is to come is waited for (default 0: none)
  --consumer_count N          members of the group in this process (default 1)
  --consume_batch_size N      most logs at once, 1 to 1000 (default 1000)
  --log_level LEVEL           ${levels.join(', ')} (default INFO)
  --is_test FILE              logs everything to this file, too`;

const options = {
  region: { type: 'string' },
  endpoint: { type: 'string' },
  project_id: { type: 'string' },
  group_id: { type: 'string' },
  stream_id: { type: 'string' },
  consumer_group_name: { type: 'string' },
  ak: { type: 'string' },
  sk: { type: 'string' },
  start_time: { type: 'string', default: 'begin' },
  end_time: { type: 'string', default: '0' },
  consumer_count: { type: 'string', default: '1' },
  consume_batch_size: { type: 'string', default: '1000' },
  log_level: { type: 'string', default: 'INFO' },
  is_test: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const required = ['region', 'project_id', 'group_id', 'stream_id', 'consumer_group_name'] as const;

/** Throws one line that says what is wrong. What the values mean is checked by `fromOfficialOptions`. */
export function readArguments(args: readonly string[], env: NodeJS.ProcessEnv): Arguments | 'help' {
  const { help, log_level, is_test: logFile, ...official } = parsed(args);
  if (help) return 'help';
  const missing = required.filter((name) => !official[name]).map((name) => `--${name}`);
  if (missing.length > 0) throw new Error(`${missing.join(', ')} missing; --help lists the options.`);
  const logLevel = levels.find((level) => level === log_level.toUpperCase());
  if (logLevel === undefined) throw new Error(`--log_level is "${log_level}"; allowed: ${levels.join(', ')}.`);
  const ak = key('ak', official.ak, 'HUAWEICLOUD_SDK_AK', env);
  const sk = key('sk', official.sk, 'HUAWEICLOUD_SDK_SK', env);
  return { official: { ...official, ak, sk }, logLevel, logFile };
}

/** On the command line every user of the machine can read a key; in the environment only this one. */
function key(option: string, given: string | undefined, variable: string, env: NodeJS.ProcessEnv): string {
  const found = given || env[variable];
  if (found) return found;
  throw new Error(`--${option} missing; give it, or set ${variable} in the environment.`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's own text goes on with advice about positionals; its first sentence says what is wrong.
    const [first = ''] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    throw new Error(`${first}; --help lists the options.`);
  }
}
