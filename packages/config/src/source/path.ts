import type { Path } from './source.js';

/** `alibaba-sls.topicIds[1]`; names that are no words are quoted: `["./array.js"].maxRecords`. */
export function showPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** The other way round, for the name of an option: `topicIds[1]`, `partitions["0"].position`. */
export function pathOf(option: string): Path {
  const path: (string | number)[] = [];
  for (const [, word, index, quoted] of option.matchAll(/([\w-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)) {
    if (word !== undefined) path.push(word);
    else if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) path.push(String(JSON.parse(quoted)));
  }
  return path;
}
