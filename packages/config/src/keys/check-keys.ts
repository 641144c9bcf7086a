import { type ConfigKey, nearestName } from '@polylog/core/driver';
import type { Finding } from '../config-problem.js';
import { isTable, type Path } from '../source/source.js';

/** Finds keys that nobody reads, at any depth, with the one that was most likely meant. */
export function checkKeys(
  value: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, ConfigKey>>,
  path: Path,
  found: (finding: Finding) => void,
): void {
  for (const [name, each] of Object.entries(value)) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (key === undefined) found(unknownKey([...path, name], name, namesIn(keys)));
    else checkWithin(each, key, [...path, name], found);
  }
}

export function unknownKey(path: Path, name: string, known: readonly string[]): Finding {
  const nearest = nearestName(name, known);
  const advice = nearest === undefined ? `There are ${known.join(', ')}.` : `Did you mean ${nearest}?`;
  return { kind: 'unknown-key', path, text: `is no key. ${advice}` };
}

function checkWithin(value: unknown, key: ConfigKey, path: Path, found: (finding: Finding) => void): void {
  if (key.type === 'list' && Array.isArray(value))
    for (const [i, item] of value.entries()) checkWithin(item, key.of, [...path, i], found);
  if (!isTable(value)) return;
  if (key.type === 'object') checkKeys(value, key.keys, path, found);
  if (key.type === 'map')
    for (const [name, each] of Object.entries(value)) checkWithin(each, key.of, [...path, name], found);
}

/** Of those that a file can hold. */
function namesIn(keys: Readonly<Record<string, ConfigKey>>): string[] {
  return Object.keys(keys).filter((name) => keys[name]?.type !== 'code');
}
