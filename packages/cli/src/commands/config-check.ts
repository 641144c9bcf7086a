import { type CheckedSection, type ConfigProblem, checkEverySection, loadConfig } from '@polylog/config';
import type { Output } from '../output/output.js';

export interface CheckArguments {
  readonly file: string | undefined;
  readonly all: boolean;
}

/** Throws a `ConfigError` with what is wrong. */
export async function checkOne(file: string | undefined, output: Output): Promise<number> {
  const config = await loadConfig(file === undefined ? {} : { file });
  for (const { message } of config.warnings) output.error(`warning: ${message}`);
  output.line(`${config.file}: good, with ${config.provider}.`);
  return 0;
}

/** Each problem once, in the order of the file; then what that means for each section. */
export async function checkAll(file: string | undefined, output: Output): Promise<number> {
  const sections = await checkEverySection(file === undefined ? {} : { file });
  const told = new Set<string>();
  const tell = (problems: readonly ConfigProblem[], prefix: string): void => {
    for (const { message } of problems) {
      if (told.has(message)) continue;
      told.add(message);
      output.error(`${prefix}${message}`);
    }
  };
  for (const { problems } of sections) tell(problems, '');
  for (const { warnings } of sections) tell(warnings, 'warning: ');
  for (const section of sections) output.line(`${section.provider}: ${verdict(section)}`);
  return sections.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

function verdict({ problems, warnings }: CheckedSection): string {
  if (problems.length > 0)
    return problems.length === 1 ? 'refused for 1 problem' : `refused for ${problems.length} problems`;
  return warnings.length > 0 ? `good, with ${warnings.length} warned of` : 'good';
}
