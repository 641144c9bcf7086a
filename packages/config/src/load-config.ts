import { checkProvider, readPortable } from './check/check-provider.js';
import { type Config, configOf } from './config.js';
import { ConfigError, type ConfigProblem, type Finding, problemsOf } from './config-problem.js';
import { findFile } from './source/find-file.js';
import { readSource } from './source/read-source.js';
import { isTable, type Source } from './source/source.js';
import { readTopLevel } from './top-level.js';
import type { Environment } from './variables/expand-text.js';
import { writtenConfig } from './written.js';

export interface LoadOptions {
  /** @defaultValue the `polylog.config.*` of `cwd` */
  readonly file?: string;
  /** The section that counts, instead of the one that the file names. */
  readonly provider?: string;
  /** Where `${NAME}` is looked up. @defaultValue `process.env` */
  readonly env?: Environment;
  /** Where files, and packages that are not found beside the configuration, are looked for. @defaultValue `process.cwd()` */
  readonly cwd?: string;
}

/** What `config check` tells of one section. */
export interface CheckedSection {
  readonly provider: string;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/**
 * Reads and checks a configuration: the portable part, and the section of its provider, whose adapter is imported. Sends
 * nothing. Throws a {@link ConfigError} with everything that is wrong, in the order of the file.
 */
export async function loadConfig(fileOrOptions?: string | LoadOptions): Promise<Config> {
  const options = typeof fileOrOptions === 'string' ? { file: fileOrOptions } : (fileOrOptions ?? {});
  const { path, source, environment, cwd } = await open(options);
  const { provider, sections, findings } = readTopLevel(source, { environment, provider: options.provider });
  if (provider === undefined) throw errorOf(source, [...findings, ...portableFindings(source, environment)]);
  const others = sections.filter((name) => name !== provider);
  const checked = await checkProvider(source, provider, others, { environment, cwd });
  if (checked.state === undefined || findings.length > 0) throw errorOf(source, [...findings, ...checked.findings]);
  const { state } = checked;
  const written = writtenConfig(source.root as Record<string, unknown>, provider, state.section.keys);
  return configOf({ file: path, provider, warnings: problemsOf(source, checked.warnings) }, state, written);
}

/** Looks at every section as if it were the one that counts. Needs the adapters of all of them. */
export async function checkEverySection(
  options: Omit<LoadOptions, 'provider'> = {},
): Promise<readonly CheckedSection[]> {
  const { source, environment, cwd } = await open(options);
  const { provider, sections, findings } = readTopLevel(source, { environment });
  const checked: CheckedSection[] = [];
  for (const section of sections) {
    const others = sections.filter((name) => name !== section);
    const { findings: own, warnings } = await checkProvider(source, section, others, { environment, cwd });
    const problems = problemsOf(source, section === provider ? [...findings, ...own] : own);
    checked.push({ provider: section, problems, warnings: problemsOf(source, warnings) });
  }
  if (provider === undefined) throw errorOf(source, [...findings, ...portableFindings(source, environment)]);
  return checked;
}

interface Opened {
  readonly path: string;
  readonly source: Source;
  readonly environment: Environment;
  readonly cwd: string;
}

async function open({ file, env: environment = process.env, cwd = process.cwd() }: LoadOptions): Promise<Opened> {
  const path = await findFile(file, cwd);
  return { path, source: await readSource(path, cwd), environment, cwd };
}

/** What can be said where no section counts. */
function portableFindings(source: Source, environment: Environment): readonly Finding[] {
  const findings: Finding[] = [];
  if (isTable(source.root)) {
    readPortable(source, { environment, isModule: source.isModule, found: (finding) => void findings.push(finding) });
  }
  return findings;
}

function errorOf(source: Source, findings: readonly Finding[]): ConfigError {
  return new ConfigError(problemsOf(source, findings));
}
