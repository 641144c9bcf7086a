import { fileURLToPath } from 'node:url';
import { credentials, type LtsService, region, stream } from '../../huawei-lts/lts-service.js';
import { runScript, type Script, startScript, type Told } from '../script.js';

/** Under which name `absent.md` would have it. */
export const pythonSdk = 'pypi: huaweicloudsdklts';

/** The fields of a request that name the log stream. */
export const onStream = { group_id: stream.logGroupId, stream_id: stream.logStreamId };

/** Starts a member that only sends heartbeats; see `member.py`. */
export function startPythonMember(
  python: string,
  { emulator }: LtsService,
  { asMember, listen }: { readonly asMember: object; readonly listen: (told: Told) => void },
): Script {
  const client = { endpoint: emulator.lts.endpoint, region, projectId: stream.projectId, ...credentials };
  const settings = { ...client, signature: 'SDK-HMAC', asMember };
  return startScript([python, pathOf('member.py')], { settings, listen });
}

/** Runs a script of the folder `python` to its end and gives what it told. */
export function runPython(
  python: string,
  script: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<readonly Told[]> {
  return runScript([python, pathOf(script)], { settings });
}

export const pathOf = (script: string): string => fileURLToPath(new URL(`python/${script}`, import.meta.url));
