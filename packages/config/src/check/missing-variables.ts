import type { ConfigSection } from '@polylog/core/driver';
import type { Finding } from '../config-problem.js';
import type { Path } from '../source/source.js';
import type { Environment } from '../variables/expand-text.js';

/** What `credentials: env` needs and does not find. */
export function missingVariables(section: ConfigSection, environment: Environment, path: Path): readonly Finding[] {
  const { credentialVariables: names } = section;
  if (names === undefined) {
    const text = `is env, and ${section.provider} names no variables. Give the keys.`;
    return [{ kind: 'value', path, text }];
  }
  const missing = [names.accessKeyId, names.secretAccessKey].filter((name) => !environment[name]);
  if (missing.length === 0) return [];
  const text = `is env, and of the environment ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set. Set ${missing.length === 1 ? 'it' : 'them'}, or give the keys.`;
  return [{ kind: 'variable', path, text }];
}
