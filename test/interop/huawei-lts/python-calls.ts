import { fileURLToPath } from 'node:url';
import { parseJson, writeJson } from '@polylog/driver-kit';
import { credentials, type LtsService, region, stream } from '../../huawei-lts/lts-service.js';
import { runScript, type Script, startScript, type Told } from '../script.js';
import type { Flavour } from './signed-requests.js';

/** Under which name `absent.md` would have it. */
export const pythonSdk = 'pypi: huaweicloudsdklts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly securityToken?: string;
}

/** What the service answers to a call, or how it refuses it, in the SDK's words. */
export type Answered =
  | { readonly kind: 'answer'; readonly status: number; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly requestId: string };

/** A call of the general SDK by its name, and the fields of its request. */
export type Call = readonly [name: string, fields?: Readonly<Record<string, unknown>>];

/** The fields of a request that name the log stream. */
export const onStream = { group_id: stream.logGroupId, stream_id: stream.logStreamId };

/** The general SDK for Python, led to the emulator by its own options. Whole numbers are exact, both ways. */
export function pythonClient(
  python: string,
  { emulator }: LtsService,
  { signature = 'SDK-HMAC', keys = credentials }: { readonly signature?: Flavour; readonly keys?: Keys } = {},
): (...calls: readonly Call[]) => Promise<readonly Answered[]> {
  return async (...calls) => {
    const told = await runPython(python, 'calls.py', {
      ...clientOf(emulator, signature, keys),
      calls: writeJson(calls.map(([name, fields = {}]) => [name, fields])),
    });
    return told.map(({ json, ...rest }) =>
      json === undefined
        ? (rest as unknown as Answered)
        : ({ ...rest, answer: parseJson(json) } as unknown as Answered),
    );
  };
}

/** Starts a member that only sends heartbeats; see `member.py`. */
export function startPythonMember(
  python: string,
  { emulator }: LtsService,
  { asMember, listen }: { readonly asMember: object; readonly listen: (told: Told) => void },
): Script {
  const settings = { ...clientOf(emulator, 'SDK-HMAC', credentials), asMember };
  return startScript([python, pathOf('member.py')], { settings, listen });
}

/** What `client.py` is told. */
function clientOf({ lts: { endpoint } }: LtsService['emulator'], signature: Flavour, keys: Keys): object {
  return { endpoint, region, projectId: stream.projectId, ...keys, signature };
}

/** Runs a script of the folder `python` to its end and gives what it told. */
export function runPython(
  python: string,
  script: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<readonly Told[]> {
  return runScript([python, pathOf(script)], { settings });
}

const pathOf = (script: string): string => fileURLToPath(new URL(`python/${script}`, import.meta.url));
