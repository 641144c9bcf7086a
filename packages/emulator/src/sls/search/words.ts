import { ANY, MANY, type Pattern } from './pattern.js';

/** How an index takes a text apart. */
export interface WordRules {
  /** The characters between words; none: the whole text is one. */
  readonly delimiters: string;
  readonly caseSensitive: boolean;
  /** Whether each Chinese character is a word of its own. */
  readonly chinese: boolean;
}

/** Reserved fields have no words: what is looked for is all of their text. A guess, as their indifference to case. */
export const wholeText: WordRules = { delimiters: '', caseSensitive: false, chinese: false };

/** Takes texts apart into words, in small letters unless the index tells large from small ones. */
export interface Words {
  of(text: string): readonly string[];
  /** Of a text in which the characters at some places, in rising order, stand for others. */
  patternsOf(text: string, wild: readonly number[]): readonly Pattern[];
}

export function wordsBy(rules: WordRules): Words {
  const { caseSensitive, chinese } = rules;
  const delimiters = [...rules.delimiters].map((char) => `\\u{${char.codePointAt(0)?.toString(16)}}`).join('');
  const others = chinese ? `${delimiters}\\p{Script=Han}` : delimiters;
  const word = new RegExp(`${chinese ? '\\p{Script=Han}|' : ''}${others === '' ? '[^]+' : `[^${others}]+`}`, 'gu');
  const fold = caseSensitive ? (text: string) => text : (text: string) => text.toLowerCase();
  return {
    of: (text) => text.match(word)?.map(fold) ?? [],
    patternsOf(text, wild) {
      if (wild.length === 0) return this.of(text).map((each) => [...each]);
      const places = new Set(wild);
      return [...masked(text, wild).matchAll(word)].map(({ 0: { length }, index }) => {
        const pattern: Pattern[number][] = [];
        for (let at = index; at < index + length; ) {
          const char = String.fromCodePoint(text.codePointAt(at) as number);
          if (places.has(at)) pattern.push(char === '?' ? ANY : MANY);
          else pattern.push(...fold(char));
          at += char.length;
        }
        return pattern;
      });
    },
  };
}

/** With letters for what stands for others, so that it is never taken for a delimiter. */
function masked(text: string, wild: readonly number[]): string {
  const units = text.split('');
  for (const at of wild) units[at] = 'x';
  return units.join('');
}
