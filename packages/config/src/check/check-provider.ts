import { createConsumer } from '@polylog/core';
import type { ConfigContext, ConfigSection, LogDriver } from '@polylog/core/driver';
import { importAdapter } from '../adapter/import-adapter.js';
import type { Finding } from '../config-problem.js';
import type { ConfigState } from '../config-state.js';
import { consumerOptionsOf } from '../consumer-options.js';
import { fieldNames } from '../fields/names.js';
import { checkKeys } from '../keys/check-keys.js';
import { portableKeys, sectionKeys } from '../keys/portable-keys.js';
import { isTable, type Path, type Source, valueAt } from '../source/source.js';
import { type Expanded, type ExpandOptions, expand } from '../variables/expand.js';
import type { Environment } from '../variables/expand-text.js';
import { attempt } from './attempt.js';
import { beyondProvider } from './beyond-provider.js';
import { checkWords } from './check-words.js';
import { chooseCredentials, credentialFindings } from './credentials.js';

type Values = Readonly<Record<string, unknown>>;

export interface Checked {
  readonly findings: readonly Finding[];
  /** What `unsupported: warn` lets pass. */
  readonly warnings: readonly Finding[];
  /** Absent where there are findings. */
  readonly state: ConfigState | undefined;
}

export interface CheckOptions {
  readonly environment: Environment;
  readonly cwd: string;
}

/** Looks at the portable part and at one section, as if that were the one that counts. */
export async function checkProvider(
  source: Source,
  provider: string,
  others: readonly string[],
  { environment, cwd }: CheckOptions,
): Promise<Checked> {
  const findings: Finding[] = [];
  const warnings: Finding[] = [];
  const found = (finding: Finding): void => void findings.push(finding);
  /** A value that was found wrong is left out, and then often missed. */
  const foundNew = (finding: Finding): void => {
    if (!findings.some(({ path }) => isWithin(path, finding.path))) found(finding);
  };
  const reading: ExpandOptions = { environment, isModule: source.isModule, found };
  const root = source.root as Values;
  const portable = readPortable(source, reading);

  const adapterText = valueAt(root, [provider, 'adapter']);
  const adapter = typeof adapterText === 'string' ? adapterText : provider;
  const imported = await importAdapter({ adapter, folders: [source.folder, cwd] });
  if (imported.kind !== 'found') {
    const path = typeof adapterText === 'string' ? [provider, 'adapter'] : ['provider'];
    const code = imported.kind === 'missing' ? 'not-found' : 'invalid-argument';
    found({ kind: 'adapter', code, path, text: `: ${imported.text}` });
    return { findings, warnings, state: undefined };
  }

  const { section } = imported;
  const keys = { ...section.keys, ...sectionKeys };
  const whole = expandKeys(root[provider] as Values, keys, [provider], reading);
  checkKeys(whole.written as Values, withoutOwnShapes(source, keys), [provider], found);
  const fields = readFields(whole, [provider, 'fields'], found);
  const values = chooseCredentials(known(whole, section.keys), portable, section);
  findings.push(...credentialFindings(values, { provider, section, environment }));

  const named = portable.value as Values;
  const context: ConfigContext =
    named.create === 'if-missing' || named.create === 'never' ? { create: named.create } : {};
  const create = (given: Values): LogDriver => section.createDriver(given, context);
  const driver = attempt({
    use: create,
    expanded: values.expanded,
    keys: section.keys,
    path: [provider],
    found: foundNew,
  });

  const beyond = beyondProvider({ provider, section, driver, portable: named });
  const unsupported = named.unsupported === 'warn' ? 'warn' : 'stop';
  for (const finding of beyond) (unsupported === 'warn' ? warnings : findings).push(finding);
  const forConsumer = consumerPart(portable, beyond);
  if (driver !== undefined) {
    const paths = { folder: source.folder, provider };
    attempt({
      use: (given) => createConsumer({ ...consumerOptionsOf(given, paths), driver } as never),
      expanded: forConsumer,
      keys: portableKeys,
      path: [],
      found: foundNew,
    });
  }

  const state: ConfigState = {
    folder: source.folder,
    provider,
    others,
    section,
    values: values.expanded.value,
    context,
    fields,
    portable: forConsumer.value as Values,
    required: isTable(named.require) ? named.require : {},
    unsupported,
  };
  return { findings, warnings, state: findings.length === 0 ? state : undefined };
}

/** The portable part with its variables, its keys checked. */
export function readPortable(source: Source, reading: ExpandOptions): Expanded {
  const { found } = reading;
  const portable = expandKeys(pick(source.root as Values, portableKeys), portableKeys, [], reading);
  checkKeys(portable.written as Values, withoutOwnShapes(source, portableKeys), [], found);
  checkWords(portable, portableKeys, ['require', 'unsupported'], found);
  return portable;
}

/** Whether a path leads to a place, or to somewhere in it. */
function isWithin(path: Path, place: Path): boolean {
  return place.length > 0 && place.every((step, i) => path[i] === step);
}

function pick(root: Values, keys: Values): Values {
  return Object.fromEntries(Object.entries(root).filter(([name]) => Object.hasOwn(keys, name)));
}

function expandKeys(values: Values, keys: ConfigSection['keys'], path: Path, options: ExpandOptions): Expanded {
  return expand(values, { type: 'object', keys, description: '' }, path, options);
}

/** In JavaScript credentials may be a function, or an object of the vendor's SDK with names of its own. */
function withoutOwnShapes({ isModule }: Source, keys: ConfigSection['keys']): ConfigSection['keys'] {
  if (!isModule || keys.credentials === undefined) return keys;
  return { ...keys, credentials: { type: 'code', description: keys.credentials.description } };
}

/** What of a section goes to the adapter. */
function known({ value, written }: Expanded, keys: Values): { readonly value: Values; readonly written: Values } {
  return { value: pick(value as Values, keys), written: pick(written as Values, keys) };
}

function readFields({ value }: Expanded, path: Path, found: (finding: Finding) => void): ConfigState['fields'] {
  const { fields } = value as Values;
  if (fields === undefined) return undefined;
  const wrong = (at: Path, text: string): undefined => found({ kind: 'value', path: at, text }) as undefined;
  if (!isTable(fields)) return wrong(path, 'must be portable names, each with the field’s name with this provider.');
  const bad = Object.entries(fields).find(([, theirs]) => typeof theirs !== 'string' || theirs === '');
  if (bad) return wrong([...path, bad[0]], 'must be the field’s name with this provider, as text.');
  const names = fieldNames(fields as Record<string, string>);
  return names ?? wrong(path, 'gives one field two portable names. Leave out one of them.');
}

/** The portable part as it goes to the consumer, without what is for others and what the provider cannot do. */
function consumerPart({ value, written }: Expanded, beyond: readonly Finding[]): Expanded {
  const notForConsumer = ['provider', 'credentials', 'require', 'unsupported'];
  const dropped = new Set([...notForConsumer, ...beyond.map(({ path }) => String(path[0]))]);
  const kept = (values: unknown): Values =>
    Object.fromEntries(Object.entries(values as Values).filter(([name]) => !dropped.has(name)));
  return { value: kept(value), written: kept(written) };
}
