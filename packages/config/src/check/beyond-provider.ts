import type { ConfigSection, LogDriver } from '@polylog/core/driver';
import type { Finding } from '../config-problem.js';
import { unmetGuarantees } from '../keys/unmet-guarantees.js';
import { isTable } from '../source/source.js';

export interface BeyondProvider {
  readonly provider: string;
  readonly section: ConfigSection;
  /** Absent where none could be made: then only what the section tells is known. */
  readonly driver: LogDriver | undefined;
  readonly portable: Readonly<Record<string, unknown>>;
}

const SOFTEN = 'or say unsupported: warn to go on without it.';

/** What of the portable part the provider cannot do, each with the key and the provider named. */
export function beyondProvider({ provider, section, driver, portable }: BeyondProvider): readonly Finding[] {
  const findings: Finding[] = [];
  const found = (path: readonly string[], text: string): void =>
    void findings.push({ kind: 'unsupported', path, text: `${text}, ${SOFTEN}` });

  for (const { key, value, why } of section.unsupported ?? []) {
    if (portable[key] === undefined || (value !== undefined && portable[key] !== value)) continue;
    found(
      [key],
      `${value === undefined ? 'is given' : `is ${value}`}, which ${provider} cannot do: ${why.replace(/\.$/, '')}`,
    );
  }
  if (portable.credentials !== undefined && section.keys.credentials === undefined) {
    found(['credentials'], `is given, and ${provider} takes none. Leave it out`);
  }
  const order = driver?.guarantees?.order;
  if (portable.order === 'lineage' && order === 'partition') {
    found(
      ['order'],
      `is lineage, which ${provider} cannot promise: it keeps order inside a partition only. Leave it out`,
    );
  }
  for (const key of ['heartbeatMs', 'sessionTimeoutMs'] as const) {
    const asked = portable[key];
    const { min, max } = driver?.limits[key] ?? { min: 0, max: Number.POSITIVE_INFINITY };
    if (typeof asked !== 'number' || (asked >= min && asked <= max)) continue;
    found([key], `is beyond what ${provider} takes, ${min} to ${max} ms. Change it`);
  }
  const required = isTable(portable.require) ? portable.require : {};
  for (const { name, wanted, found: promised } of unmetGuarantees(required, driver?.guarantees)) {
    found(['require', name], `is ${wanted}, and ${provider} promises ${promised}. Require less`);
  }
  return findings;
}
