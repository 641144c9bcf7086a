import { knownAdapters } from './adapter/known-adapters.js';
import type { Finding } from './config-problem.js';
import { unknownKey } from './keys/check-keys.js';
import { portableKeys } from './keys/portable-keys.js';
import { isTable, type Source } from './source/source.js';
import { type Environment, expandText } from './variables/expand-text.js';

export interface TopLevel {
  /** The name of the section that counts; absent where a finding says why. */
  readonly provider: string | undefined;
  /** Names of all sections, in the order of the file. */
  readonly sections: readonly string[];
  readonly findings: readonly Finding[];
}

export interface TopLevelOptions {
  readonly environment: Environment;
  /** Takes the place of the file's. */
  readonly provider?: string | undefined;
}

/** Which section counts, which others there are, and which keys are neither. */
export function readTopLevel({ root, isModule }: Source, options: TopLevelOptions): TopLevel {
  if (!isTable(root)) {
    return {
      provider: undefined,
      sections: [],
      findings: [{ kind: 'syntax', path: [], text: 'holds no keys. Begin with provider, group and start.' }],
    };
  }
  const findings: Finding[] = [];
  const found = (path: readonly string[], text: string): void => void findings.push({ kind: 'value', path, text });
  const wanted = options.provider ?? readProvider(root.provider, options.environment, found);
  const sections = Object.keys(root).filter((name) => isSection(name, root[name], wanted));
  const known = [...Object.keys(portableKeys), ...Object.keys(knownAdapters)];
  for (const name of Object.keys(root)) {
    if (sections.includes(name) || Object.hasOwn(portableKeys, name) || name === '$schema' || name.startsWith('x-'))
      continue;
    const finding = unknownKey([name], name, known);
    const isNew = isTable(root[name]) && !finding.text.includes('Did you mean');
    findings.push(
      isNew
        ? { ...finding, text: 'is no key. If it is the section of an adapter, name that in it: adapter: its-package.' }
        : finding,
    );
  }
  for (const name of sections) if (!isTable(root[name])) found([name], 'must be a section with keys.');
  const provider = wanted !== undefined && isTable(root[wanted]) ? wanted : undefined;
  if (provider === undefined && wanted !== undefined && !sections.includes(wanted)) {
    const isFromVariable = options.provider === undefined && !isModule && root.provider !== wanted;
    const shown = isFromVariable
      ? `is ${String(root.provider)}, and what that holds is`
      : `is ${JSON.stringify(wanted)}, and that is`;
    const there = sections.length === 0 ? 'There are none.' : `There are ${sections.join(', ')}.`;
    found(['provider'], `${shown} no section of this file. ${there}`);
  }
  return { provider, sections, findings };
}

function readProvider(
  given: unknown,
  environment: Environment,
  found: (path: readonly string[], text: string) => void,
): string | undefined {
  const advice = 'Name the section that counts, such as alibaba-sls.';
  if (given === undefined) return found(['provider'], `is missing. ${advice}`) as undefined;
  if (typeof given !== 'string' || given === '') return found(['provider'], `must be text. ${advice}`) as undefined;
  const expanded = expandText(given, environment);
  // What is missing or malformed is told with the other keys.
  return expanded.kind === 'plain' || expanded.kind === 'expanded' ? expanded.text : undefined;
}

function isSection(name: string, value: unknown, wanted: string | undefined): boolean {
  if (Object.hasOwn(portableKeys, name)) return false;
  const isNamed = name === wanted || Object.hasOwn(knownAdapters, name) || /^[@./]/.test(name);
  return isNamed || (isTable(value) && typeof value.adapter === 'string');
}
