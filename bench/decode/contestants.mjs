import { fileURLToPath } from 'node:url';
import { nativeLz4Absent } from '../lib/codecs.mjs';
import { goReference } from '../references/go.mjs';
import { javaReference } from '../references/java.mjs';
import { protobufjsCode } from '../references/protobufjs.mjs';
import { pythonReference } from '../references/python.mjs';

/** @typedef {import('../lib/alternate.mjs').Contestant} Contestant */
/** @typedef {{ set: string, input: 'raw' | 'lz4', oneField: string, groups: number }} Race */

const script = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const node = (file, argument) => [process.execPath, script(file), JSON.stringify(argument)];

const jobNames = {
  toObject: 'toObject()',
  metadata: 'toObject() and metadata',
  entries: 'entries()',
  get: 'get()',
};

/** HotSpot takes seconds until it is at full speed. */
const JAVA_WARM_UP_MS = 8_000;

/**
 * All who can read: for each a function that answers the contestant for one race and one job.
 *
 * @param {string} folder the bodies
 */
export async function readers(folder) {
  const code = await protobufjsCode();
  const absent = await nativeLz4Absent();
  const go = await goReference();
  const java = await javaReference();
  const python = await pythonReference();
  const needsNative = (input, codec) => (input === 'lz4' && codec === 'native' && absent ? { absent } : {});
  const other = (name, reference, args, more) => ({
    name,
    ...('absent' in reference ? reference : { command: [...reference.command, ...args] }),
    ...more,
  });

  return {
    /**
     * @param {Race} race
     * @param {'safe' | 'shared'} strings
     * @param {keyof typeof jobNames} job
     * @param {'js' | 'native'} codec
     */
    polylog: ({ set, input }, strings, job, codec = 'native') => ({
      name: `polylog ${strings}, ${jobNames[job]}${input === 'lz4' ? `, ${codec === 'js' ? 'JS' : 'native'} lz4` : ''}`,
      command: node('polylog.mjs', { folder, set, input, codec, strings, job }),
      ...needsNative(input, codec),
    }),
    /** @param {'every' | 'one'} job */
    protobufjs: ({ set, input }, job) => ({
      name: `protobufjs static${input === 'lz4' ? ', native lz4' : ''}`,
      command: node('protobufjs.mjs', { folder, set, code, input, job }),
      ...needsNative(input, 'native'),
    }),
    /** @param {'parsed' | 'maps' | 'one'} job */
    go: ({ set, input, oneField }, job) =>
      other(`Go SDK${job === 'maps' ? ', as maps' : ''}`, go, [folder, set, input, job, oneField]),
    /** @param {'every' | 'one'} job */
    java: ({ set, input, oneField, groups }, job) =>
      other('Java SDK, FastLogGroup', java, [folder, set, input, job, oneField, String(groups)], {
        warmUpMs: JAVA_WARM_UP_MS,
      }),
    /** @param {'list' | 'one'} job */
    python: ({ set, input, oneField }, job) =>
      other(`Python SDK, ${job === 'list' ? 'flattened list' : 'parsed'}`, python, [folder, set, input, job, oneField]),
  };
}
