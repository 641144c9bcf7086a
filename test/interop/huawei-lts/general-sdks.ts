import { fileURLToPath } from 'node:url';
import { parseJson, writeJson } from '@polylog/driver-kit';
import type { Emulator } from '@polylog/emulator';
import { goProgram } from '../../../scripts/peers/go-program.mjs';
import { javaProgram } from '../../../scripts/peers/java-program.mjs';
import { pythonWithLtsSdk } from '../../../scripts/peers/python.mjs';
import { credentials, region, stream } from '../../huawei-lts/lts-service.js';
import { startAnswering } from '../answering-script.js';
import { type ProgramPeer, programPeer } from '../peer.js';
import { startScript, type Told } from '../script.js';
import { pythonSdk } from './python-calls.js';
import type { Flavour } from './signed-requests.js';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly securityToken?: string;
}

/** What the service answers to a call, or how it refuses it, in the words of the wire. Whole numbers are exact. */
export type Answered =
  | { readonly kind: 'answer'; readonly status: number; readonly answer: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly requestId: string;
    }
  /** The SDK has no such call. */
  | { readonly kind: 'unknown' };

/** Of a call that must not be refused. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
export function answerOf(told: Answered | undefined): any {
  if (told?.kind === 'answer') return told.answer;
  throw new Error(`not an answer: ${JSON.stringify(told)}`);
}

/** A call of the general SDKs by its name, and its request in the words of the wire. */
export type Call = readonly [name: string, fields?: Readonly<Record<string, unknown>>];

/** The general SDK in a language, which manages log groups, log streams and consumer groups; none of them pushes or pulls. */
export interface GeneralSdk {
  readonly language: 'Python' | 'Go' | 'Java';
  /** Under which name `absent.md` would have it. */
  readonly sdk: string;
  /** What begins the program that takes questions. */
  readonly peer: ProgramPeer;
}

const fileOf = (path: string): URL => new URL(path, import.meta.url);
const [python, go, java] = await Promise.all([
  pythonWithLtsSdk(),
  programPeer(() => goProgram(fileOf('go/'))),
  programPeer(() => javaProgram(fileOf('java/'), 'Calls')),
]);

/** The program of the Go SDK, which also reads logs, by its first argument. */
export const goSdk = { sdk: 'go: github.com/huaweicloud/huaweicloud-sdk-go-v3', peer: go } as const;

export const generalSdks: readonly GeneralSdk[] = [
  {
    language: 'Python',
    sdk: pythonSdk,
    peer:
      python.kind === 'absent'
        ? python
        : { kind: 'ready', command: [python.python, fileURLToPath(fileOf('python/calls.py'))] },
  },
  {
    ...{ language: 'Go', sdk: goSdk.sdk },
    peer: go.kind === 'absent' ? go : { kind: 'ready', command: [...go.command, 'calls'] },
  },
  { language: 'Java', sdk: 'maven: com.huaweicloud.sdk:huaweicloud-sdk-lts', peer: java },
];

type Ready = Pick<Extract<ProgramPeer, { kind: 'ready' }>, 'command'>;

/** An SDK in a process of its own, for any number of calls, to any number of emulators. */
export interface OpenSdk {
  /** Led to the emulator by the SDK's own options. Calls are made one after the other. */
  client(
    place: { readonly emulator: Pick<Emulator, 'lts'> },
    options?: { readonly signature?: Flavour; readonly keys?: Keys },
  ): (...calls: readonly Call[]) => Promise<readonly Answered[]>;
  stop(): Promise<void>;
}

export function openSdk({ language, command }: Pick<GeneralSdk, 'language'> & Ready): OpenSdk {
  const script = startAnswering(`the program of the ${language} SDK`, (listen) =>
    startScript(command, { settings: {}, listen }),
  );
  return {
    client:
      ({ emulator }, { signature = 'SDK-HMAC', keys = credentials } = {}) =>
      async (...calls) => {
        const answers: Answered[] = [];
        const target = { endpoint: emulator.lts.endpoint, region, projectId: stream.projectId, ...keys, signature };
        for (const [call, fields = {}] of calls) {
          answers.push(answeredIn(call, await script.ask({ ...target, call, fields: writeJson(fields) })));
        }
        return answers;
      },
    stop: () => script.stop(),
  };
}

/** These answer a list. */
const lists = ['ListConsumerGroup', 'ListDetailsConsumerGroup', 'ConsumerGroupHeartBeat'];

export function answeredIn(call: string, { json, ...told }: Told): Answered {
  if (told.kind !== 'answer') return told as unknown as Answered;
  const { httpStatusCode: _status, ...answer } = withoutNulls(parseJson(json)) as Record<string, unknown>;
  // An empty list comes out of one SDK as nothing.
  if (lists.includes(call)) answer.body ??= [];
  return { ...told, answer } as unknown as Answered;
}

/** What was not answered is null to one SDK, and not there to another. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(fields.map(([name, each]) => [name, withoutNulls(each)]));
}
