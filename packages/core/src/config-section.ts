import type { LogDriver } from './driver.js';
import type { GroupAdmin } from './group-admin.js';
import type { Logger } from './observe/logger.js';
import type { Producer } from './producer.js';

/**
 * How an adapter is configured by a file, as data and one function. Every adapter exports one as `configSection` from its
 * main door; `@polylog/config` finds it there, by the package's name or by a path.
 *
 * The keys are the options of the adapter's own factory, under the same names. What values are allowed is judged by that
 * factory alone, whose errors name the option (`ConsumerError.option`); the data here are for editors, for what a text
 * of an environment variable becomes, and for names that are misspelt.
 */
export interface ConfigSection {
  /** As `LogDriver.provider` says it: `'alibaba-sls'`. */
  readonly provider: string;
  /** In the order in which they are documented. */
  readonly keys: Readonly<Record<string, ConfigKey>>;
  /** Names of the environment variables that `credentials: env` reads; the token's may be missing. */
  readonly credentialVariables?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly securityToken?: string;
  };
  /** What of the portable part the provider cannot do; `value` where it is that value alone. */
  readonly unsupported?: readonly { readonly key: string; readonly value?: string; readonly why: string }[];
  /**
   * Makes a driver of a section's values. Opens and sends nothing, so that a configuration can be tried and thrown away.
   * Throws `invalid-argument`, or `unsupported`, with the `option` at fault.
   */
  createDriver(values: Readonly<Record<string, unknown>>, context: ConfigContext): LogDriver;
  /** The provider's second door over the same log, of the same values, likewise. Absent where it has none. */
  createGroupAdmin?(values: Readonly<Record<string, unknown>>): GroupAdmin;
  /** A producer that writes to that log, of the same values, likewise; what only reading needs is left aside. Absent where there is none. */
  createProducer?(values: Readonly<Record<string, unknown>>, context: ProducerContext): Producer;
  /** The field that a record's `body` is, for those who write. Absent where bodies are no field. */
  readonly bodyField?: string;
}

/** What of the portable part a driver may need to know. */
export interface ConfigContext {
  /** Only where the file names it. */
  readonly create?: 'if-missing' | 'never';
}

/** What whoever asks for a producer says beside the file. */
export interface ProducerContext {
  /** Which of the section's streams is written to; needed where it names several. */
  readonly stream?: string;
  /** Where log lines go. @defaultValue warnings and errors to stderr */
  readonly logger?: Logger | 'silent';
}

/** One key, for people, editors and texts of variables. */
export type ConfigKey = KeyFacts &
  (
    | {
        readonly type: 'text';
        /** All that it may be. */
        readonly allowed?: readonly string[];
        readonly default?: string;
        /** One that is accepted. */
        readonly example?: string;
      }
    | {
        readonly type: 'number';
        readonly min?: number;
        readonly max?: number;
        readonly default?: number;
        readonly example?: number;
      }
    | { readonly type: 'boolean'; readonly default?: boolean }
    | {
        readonly type: 'list';
        readonly of: ConfigKey;
        /** One may stand without the list. */
        readonly orOne?: true;
        readonly example?: readonly string[];
      }
    /** Names of the user's own, each with such a value. */
    | { readonly type: 'map'; readonly of: ConfigKey }
    /** Keys of their own, or one of the words in `allowed`. */
    | {
        readonly type: 'object';
        readonly keys: Readonly<Record<string, ConfigKey>>;
        readonly allowed?: readonly string[];
      }
    /** A function or an object that only a configuration in JavaScript can hold. */
    | { readonly type: 'code' }
  );

interface KeyFacts {
  /** One line: what it is, its unit, and what is taken where it is left out. */
  readonly description: string;
  readonly required?: true;
  /** Never printed. */
  readonly secret?: true;
}

/** The key `credentials`, the same for every provider. */
export const credentialsKey: ConfigKey = {
  type: 'object',
  required: true,
  secret: true,
  allowed: ['env'],
  keys: {
    accessKeyId: { type: 'text', required: true, secret: true, description: 'The id of the access key.' },
    secretAccessKey: { type: 'text', required: true, secret: true, description: 'Its secret.' },
    securityToken: { type: 'text', secret: true, description: 'Of temporary keys: the token that came with them.' },
  },
  description:
    'The keys, or env for the environment variables of the provider’s own tools. Left out: those of the portable part.',
};
