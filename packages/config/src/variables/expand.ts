import type { ConfigKey } from '@polylog/core/driver';
import type { Finding } from '../config-problem.js';
import { isTable, type Path } from '../source/source.js';
import { type Environment, expandText } from './expand-text.js';

/** Part of a file with its variables put in. */
export interface Expanded {
  readonly value: unknown;
  /** The same with the references as they were written: what messages are made of. */
  readonly written: unknown;
}

export interface ExpandOptions {
  readonly environment: Environment;
  /** Whether functions and instances may stand there. */
  readonly isModule: boolean;
  readonly found: (finding: Finding) => void;
}

/**
 * Puts in variables, turns their texts into what the keys take, and finds what no key can take: nothing where a value
 * belongs, integers that are not exact, functions in a file.
 */
export function expand(value: unknown, key: ConfigKey | undefined, path: Path, options: ExpandOptions): Expanded {
  const same = { value, written: value };
  const wrong = (text: string): Expanded => {
    options.found({ kind: 'value', path, text });
    return { value: undefined, written: undefined };
  };
  if (key?.type === 'code')
    return options.isModule ? same : wrong('can only be given in JavaScript: polylog.config.js.');
  if (value === null) return wrong('has no value. Give one, or leave the key out.');
  if (typeof value === 'string') return expandOne(value, key, path, options);
  if (typeof value === 'bigint' && !options.isModule)
    return wrong(`is ${value}, which is more than a number holds exactly. Put it in quotes, and it is text.`);
  if (Array.isArray(value)) {
    const of = key?.type === 'list' ? key.of : undefined;
    const items = value.map((item, i) => expand(item, of, [...path, i], options));
    return { value: items.map((item) => item.value), written: items.map((item) => item.written) };
  }
  if (!isTable(value)) return same;
  const entries = Object.entries(value).map(([name, each]) => {
    return [name, expand(each, keyWithin(key, name), [...path, name], options)] as const;
  });
  return {
    value: tableOf(entries.map(([name, each]) => [name, each.value])),
    written: tableOf(entries.map(([name, each]) => [name, each.written])),
  };
}

export function keyWithin(key: ConfigKey | undefined, name: string): ConfigKey | undefined {
  if (key?.type === 'map') return key.of;
  return key?.type === 'object' && Object.hasOwn(key.keys, name) ? key.keys[name] : undefined;
}

function expandOne(source: string, key: ConfigKey | undefined, path: Path, o: ExpandOptions): Expanded {
  const expanded = expandText(source, o.environment);
  const problem = (text: string): Expanded => {
    o.found({ kind: 'variable', path, text });
    return { value: undefined, written: undefined };
  };
  switch (expanded.kind) {
    case 'plain':
      return { value: expanded.text, written: expanded.text };
    case 'malformed':
      return problem(
        'holds a reference that is none. Write ${NAME} or ${NAME:-default}; for a plain "${" write "$${".',
      );
    case 'missing': {
      const names = expanded.names.join(' and ');
      const [variable, set] =
        expanded.names.length === 1
          ? ['variable', 'which is not set. Set it']
          : ['variables', 'which are not set. Set them'];
      return problem(
        `takes the environment ${variable} ${names}, ${set}, or give a default: \${${expanded.names[0]}:-…}.`,
      );
    }
    case 'expanded': {
      const value = converted(expanded.text, key);
      if (value !== undefined) return { value, written: source };
      const kind = key?.type === 'boolean' ? 'true or false' : 'a number';
      return problem(
        `takes ${expanded.names.join(' and ')} of the environment, whose text is not ${kind}. Set it to one.`,
      );
    }
    default:
      return expanded satisfies never;
  }
}

/** A variable's text as the key takes it; undefined where it cannot be that. */
function converted(text: string, key: ConfigKey | undefined): unknown {
  switch (key?.type) {
    case 'number': {
      const number = Number(text);
      return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) && Math.abs(number) <= Number.MAX_SAFE_INTEGER
        ? number
        : undefined;
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'list':
      return key.orOne === true ? text : text.split(',').map((item) => item.trim());
    default:
      return text;
  }
}

/** What is undefined is left out, so that a problem that was told does not come back as another one. */
function tableOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const table: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    Object.defineProperty(table, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return table;
}
