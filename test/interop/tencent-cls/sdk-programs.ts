import { goProgram } from '../../../scripts/peers/go-program.mjs';
import { javaProgram } from '../../../scripts/peers/java-program.mjs';
import { credentials, region } from '../../end-to-end/emulated-topics.js';
import { type ProgramPeer, programPeer } from '../peer.js';
import { runScript, type Script, startScript, type Told } from '../script.js';

/** The vendor's SDKs in a language that has to be built, behind a program of ours; all obey the same commands. */
export interface SdkProgram {
  readonly language: 'Go' | 'Java';
  /** Under which name `absent.md` would have it. */
  readonly sdk: string;
  readonly peer: ProgramPeer;
}

export const goSdk: SdkProgram = {
  language: 'Go',
  sdk: 'go: github.com/tencentcloud/tencentcloud-cls-sdk-go',
  peer: await programPeer(() => goProgram(new URL('go/', import.meta.url))),
};

export const javaSdk: SdkProgram = {
  language: 'Java',
  sdk: 'maven: com.tencentcloudapi.cls:tencentcloud-cls-sdk-java',
  peer: await programPeer(() => javaProgram(new URL('java/', import.meta.url), 'Main')),
};

type Program = readonly [string, ...string[]];
type Settings = Readonly<Record<string, unknown>>;

/** Runs a command to its end and gives what it told; rejects with its last words where it fails. */
export function runProgram(program: Program, command: 'produce' | 'put', settings: Settings): Promise<readonly Told[]> {
  return runScript([...program, command], { settings: { ...credentials, region, ...settings } });
}

/** Starts the command that makes calls of API 3.0 as it is asked to. */
export function startProgramApi(program: Program, listen: (told: Told) => void): Script {
  return startScript([...program, 'api'], { settings: { ...credentials, region }, listen });
}
