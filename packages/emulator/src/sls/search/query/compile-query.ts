import { matchesPattern, type Pattern } from '../pattern.js';
import type { IndexedField, SearchIndex } from '../search-index.js';
import { type SearchedLog, textOf, valuesAt, valuesOf } from '../searched-log.js';
import { type WordRules, wordsBy } from '../words.js';
import { boundOf } from './parse-query.js';
import { queryError } from './query-error.js';
import type { QueryTree, Range } from './query-tree.js';

/** Whether a search finds a log. */
export type LogTest = (log: SearchedLog) => boolean;
type TextTest = (text: string) => boolean;

/** Makes a test of a tree. Throws where a field is not in the index, or is of another type than the query wants. */
export function compileQuery(tree: QueryTree, query: string, index: SearchIndex): LogTest {
  function compile(node: QueryTree): LogTest {
    switch (node.kind) {
      case 'all':
        return () => true;
      case 'and': {
        const tests = node.parts.map(compile);
        return (log) => tests.every((test) => test(log));
      }
      case 'or': {
        const tests = node.parts.map(compile);
        return (log) => tests.some((test) => test(log));
      }
      case 'not': {
        const test = compile(node.part);
        return (log) => !test(log);
      }
      case 'exists': {
        const values = valuesIn(node.field, fieldOf(node.field, node.at));
        return (log) => values(log).length > 0;
      }
      case 'range':
        return rangeTest(node.field, node.range, node.at);
      case 'words':
        return node.field === undefined ? lineTest(node) : fieldTest(node.field, node);
      default:
        return node satisfies never;
    }
  }

  function fieldOf(name: string, at: number): IndexedField {
    const field = index.field(name);
    if (field) return field;
    // A guess: finding nothing would hide the mistake.
    throw queryError(
      query,
      at,
      `key (${name}) is not config as key value config; a colon to look for goes into quotes`,
    );
  }

  function rangeTest(name: string, range: Range, at: number): LogTest {
    const field = fieldOf(name, at);
    if (field.type === 'text' || field.type === 'json') {
      throw queryError(query, at, `key (${name}) is ${field.type} in the index, so that it has no range`);
    }
    const values = valuesIn(name, field);
    const inRange = rangeOver(field.type, range);
    return (log) => values(log).some(inRange);
  }

  function fieldTest(name: string, node: Extract<QueryTree, { kind: 'words' }>): LogTest {
    const field = fieldOf(name, node.at);
    if (field.type === 'text' || field.type === 'json') {
      const test = wordsTest(node, field.words);
      const values = valuesIn(name, field);
      return (log) => values(log).some(test);
    }
    const bound = node.wild.length === 0 ? boundOf(node.text) : undefined;
    if (bound === undefined) throw queryError(query, node.at, `key (${name}) is ${field.type} in the index`);
    return rangeTest(name, { low: bound, lowIncluded: true, high: bound, highIncluded: true }, node.at);
  }

  /** Full text: values, not names. Without it in the index all fields that it has as texts, each by its own rules: a guess. */
  function lineTest(node: Extract<QueryTree, { kind: 'words' }>): LogTest {
    const { line } = index;
    if (line) {
      const test = wordsTest(node, line.words);
      return (log) => log.contents.some(([name, value]) => line.covers(name) && test(textOf(value)));
    }
    const tests = index.names.flatMap((name) => {
      const field = index.field(name);
      if (field?.type !== 'text' && field?.type !== 'json') return [];
      const test = wordsTest(node, field.words);
      return [(log: SearchedLog) => valuesOf(log, name).some(test)];
    });
    return (log) => tests.some((test) => test(log));
  }

  return compile(tree);
}

function valuesIn(name: string, field: IndexedField): (log: SearchedLog) => readonly string[] {
  const path = field.type === 'json' ? undefined : field.path;
  return path ? (log) => valuesAt(log, path) : (log) => valuesOf(log, name);
}

function rangeOver(type: 'long' | 'double', { low, lowIncluded, high, highIncluded }: Range): TextTest {
  return (text) => {
    const value = boundOf(text.trim());
    if (value === undefined || (type === 'long' && !/^\s*[+-]?\d+\s*$/.test(text))) return false;
    // A bigint and a number compare as what they are.
    return (lowIncluded ? value >= low : value > low) && (highIncluded ? value <= high : value < high);
  };
}

/**
 * All words of what is looked for, side by side: more than one make a phrase (a guess; the service may not mind their order).
 * An empty text is looked for as such.
 */
function wordsTest({ text, wild }: { text: string; wild: readonly number[] }, rules: WordRules): TextTest {
  if (text === '') return (value) => value === '';
  const words = wordsBy(rules);
  const patterns = words.patternsOf(text, wild);
  if (patterns.length === 0) return () => false;
  const tests = patterns.map(wordTest);
  const cannotHold = quickRefusal(patterns, rules);
  return (value) => {
    if (cannotHold(value)) return false;
    const found = words.of(value);
    for (let at = 0; at + tests.length <= found.length; at += 1) {
      if (tests.every((test, ahead) => test(found[at + ahead] as string))) return true;
    }
    return false;
  };
}

function wordTest(pattern: Pattern): TextTest {
  if (pattern.some((each) => typeof each === 'number')) return (word) => matchesPattern(word, pattern);
  const wanted = pattern.join('');
  return (word) => word === wanted;
}

/** Most logs have not even the letters of the first word: they need not be taken apart. Only where case is plain. */
function quickRefusal([first = []]: readonly Pattern[], { caseSensitive }: WordRules): TextTest {
  const firstWild = first.findIndex((each) => typeof each === 'number');
  const start = first.slice(0, firstWild < 0 ? first.length : firstWild).join('');
  if (caseSensitive) return (value) => !value.includes(start);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them.
  if (!/^[\x00-\x7f]*$/.test(start)) return () => false;
  return (value) => !value.toLowerCase().includes(start);
}
