import type { ConfigKey, ConfigSection } from '@polylog/core/driver';
import { portableKeys, sectionKeys } from '../keys/portable-keys.js';

/** JSON Schema, draft 07. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

const REFERENCE = { type: 'string', pattern: '\\$\\{[A-Za-z_]\\w*(:-[^}]*)?\\}' };

/** The schema of configurations with these sections, for editors. Sections that are not named may hold anything. */
export function configSchema(sections: readonly ConfigSection[]): JsonSchema {
  const described = sections.map((section) => [section.provider, sectionSchema(section)] as const);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'polylog.config',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      ...properties(portableKeys),
      ...Object.fromEntries(described),
    },
    required: ['provider'],
    patternProperties: { '^x-': {}, '^[@./]': { type: 'object' } },
    additionalProperties: {
      type: 'object',
      description: 'The section of another adapter, which it names.',
      required: ['adapter'],
      properties: properties(sectionKeys),
    },
  };
}

function sectionSchema({ provider, keys }: ConfigSection): JsonSchema {
  // Credentials may stand in the portable part.
  const required = requiredOf(keys).filter((name) => name !== 'credentials');
  return {
    type: 'object',
    description: `What is read with provider ${provider}.`,
    properties: properties({ ...keys, ...sectionKeys }),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function properties(keys: Readonly<Record<string, ConfigKey>>): Record<string, JsonSchema> {
  const inFiles = Object.entries(keys).filter(([, { type }]) => type !== 'code');
  return Object.fromEntries(inFiles.map(([name, key]) => [name, described(key)]));
}

function described(key: ConfigKey): JsonSchema {
  return {
    description: key.description,
    ...('default' in key && key.default !== undefined ? { default: key.default } : {}),
    ...('example' in key && key.example !== undefined ? { examples: [key.example] } : {}),
    ...shape(key),
  };
}

function shape(key: ConfigKey): JsonSchema {
  switch (key.type) {
    case 'text':
      return key.allowed === undefined ? { type: 'string' } : { anyOf: [{ enum: key.allowed }, REFERENCE] };
    case 'number': {
      const { min, max } = key;
      const bounds = { ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) };
      return { anyOf: [{ type: 'number', ...bounds }, REFERENCE] };
    }
    case 'boolean':
      return { anyOf: [{ type: 'boolean' }, REFERENCE] };
    case 'list': {
      const list = { type: 'array', items: described(key.of), minItems: 1 };
      return { anyOf: [list, key.orOne === true ? { type: 'string' } : REFERENCE] };
    }
    case 'map':
      return { type: 'object', additionalProperties: described(key.of) };
    case 'object': {
      const required = requiredOf(key.keys);
      const table = {
        type: 'object',
        properties: properties(key.keys),
        ...(required.length === 0 ? {} : { required }),
        additionalProperties: false,
      };
      return key.allowed === undefined ? table : { anyOf: [{ enum: key.allowed }, REFERENCE, table] };
    }
    case 'code':
      return {};
    default:
      return key satisfies never;
  }
}

function requiredOf(keys: Readonly<Record<string, ConfigKey>>): string[] {
  return Object.entries(keys)
    .filter(([, { required }]) => required === true)
    .map(([name]) => name);
}
