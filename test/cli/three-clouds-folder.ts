import { configFolder } from '../config/config-folder.js';
import { environment, type Provider, startThreeClouds, type ThreeClouds } from '../config/three-clouds.js';
import { type Ended, polylog, type Running, type StartOptions, start } from './polylog.js';

/** A user's folder, whose configuration names one of three logs with the same records in them. */
export interface CommandFolder extends ThreeClouds {
  readonly folder: string;
  /** Runs the command there, to its end. */
  run(args: string | readonly string[], input?: string | Uint8Array): Promise<Ended>;
  start(args: string | readonly string[], options?: StartOptions): Running;
}

export async function commandFolder(provider: Provider, more = ''): Promise<CommandFolder> {
  const clouds = await startThreeClouds();
  const portable = `provider: ${provider}\ngroup: billing\nstart: earliest\nidleMs: 100
credentials: { accessKeyId: "\${KEY_ID}", secretAccessKey: "\${KEY_SECRET}" }\n${more}`;
  const folder = configFolder({ 'polylog.config.yaml': portable + clouds.sections });
  const words = (args: string | readonly string[]): readonly string[] =>
    typeof args === 'string' ? args.split(' ') : args;
  return {
    ...clouds,
    folder,
    run: (args, input) => polylog(folder, words(args), environment, input),
    start: (args, options) => start(folder, words(args), { env: environment, ...options }),
  };
}
