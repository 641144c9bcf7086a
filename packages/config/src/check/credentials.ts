import type { ConfigSection } from '@polylog/core/driver';
import type { Finding } from '../config-problem.js';
import type { Expanded } from '../variables/expand.js';
import type { Environment } from '../variables/expand-text.js';
import { missingVariables } from './missing-variables.js';

type Values = Readonly<Record<string, unknown>>;
type From = 'section' | 'portable' | 'nowhere';

export interface ChosenCredentials {
  readonly expanded: { readonly value: Values; readonly written: Values };
  readonly from: From;
}

/** The section's own, else those of the portable part. Where there are none, `env` stands in for them. */
export function chooseCredentials(
  own: ChosenCredentials['expanded'],
  portable: Expanded,
  { keys }: ConfigSection,
): ChosenCredentials {
  const [value, written] = [(portable.value as Values).credentials, (portable.written as Values).credentials];
  const isEnough = own.value.credentials !== undefined || (value === undefined && keys.credentials?.required !== true);
  if (isEnough || keys.credentials === undefined) return { expanded: own, from: 'section' };
  const credentials = value === undefined ? { value: 'env', written: 'env' } : { value, written };
  return {
    expanded: {
      value: { ...own.value, credentials: credentials.value },
      written: { ...own.written, credentials: credentials.written },
    },
    from: value === undefined ? 'nowhere' : 'portable',
  };
}

export interface CredentialPlace {
  readonly provider: string;
  readonly section: ConfigSection;
  readonly environment: Environment;
}

export function credentialFindings(
  { expanded, from }: ChosenCredentials,
  { provider, section, environment }: CredentialPlace,
): readonly Finding[] {
  if (from === 'nowhere') {
    const text = 'is missing. Write credentials: env, or the keys, here or in the portable part.';
    return [{ kind: 'value', path: [provider, 'credentials'], text }];
  }
  const path = from === 'section' ? [provider, 'credentials'] : ['credentials'];
  return expanded.value.credentials === 'env' ? missingVariables(section, environment, path) : [];
}
