import { type LtsError, wrongParameter } from './error.js';
import { jsonReaders } from './json.js';

/** Of a log group or a log stream, by key. */
export type Tags = Readonly<Record<string, string>>;

const MOST_TAGS = 20;
const json = jsonReaders(wrongParameter);
const KEY = /^(?!_)[\p{L}\p{N} _.:=+@-]{1,128}$/u;
const VALUE = /^[\p{L}\p{N} _.:/=+@-]{0,255}$/u;

/** The list of a request (API reference, CreateLogGroup and UpdateLogStream); undefined where there is none. */
export function tagsIn(value: unknown): Tags | undefined {
  if (value === undefined || value === null) return undefined;
  const tags = new Map<string, string>();
  for (const entry of json.list(value, 'tags')) {
    const tag = json.object(entry, 'a tag');
    const [key, text] = [json.text(tag.key, 'the key of a tag'), json.text(tag.value, 'the value of a tag')];
    if (!KEY.test(key) || !VALUE.test(text) || tags.has(key)) throw wrong();
    tags.set(key, text);
  }
  if (tags.size > MOST_TAGS) throw wrong();
  return Object.fromEntries(tags);
}

const wrong = (): LtsError =>
  wrongParameter(
    `tags: up to ${MOST_TAGS}, keys of 1 to 128 characters that differ, values of up to 255, of letters, digits, spaces and "_.:=+-@"`,
  );
