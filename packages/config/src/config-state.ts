import type { ConfigContext, ConfigSection } from '@polylog/core/driver';
import type { FieldNames } from './fields/names.js';

/** All that a checked configuration knows, secrets included: kept apart from what users hold, print and pass on. */
export interface ConfigState {
  /** Absolute. */
  readonly folder: string;
  /** The name of the section that counts. */
  readonly provider: string;
  /** Sections of other providers, by name. */
  readonly others: readonly string[];
  readonly section: ConfigSection;
  readonly values: Readonly<Record<string, unknown>>;
  readonly context: ConfigContext;
  readonly fields: FieldNames | undefined;
  /** Values of the portable part that `consumerOptionsOf` translates; without what the provider cannot do. */
  readonly portable: Readonly<Record<string, unknown>>;
  readonly required: Readonly<Record<string, unknown>>;
  readonly unsupported: 'stop' | 'warn';
}
