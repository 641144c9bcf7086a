import { type ParsedFile, parseAsYaml } from './parse-yaml-file.js';

/** Strict JSON. `JSON.parse` says whether it is; it tells neither places nor exact integers, so another parser reads it. */
export function parseJsonFile(text: string): ParsedFile {
  const parsed = parseAsYaml(text);
  if (parsed.errors.length > 0) return parsed;
  try {
    JSON.parse(text);
    return parsed;
  } catch (error) {
    const at = Number(/at position (\d+)/.exec((error as Error).message)?.[1] ?? 0);
    const before = text.slice(0, at).split('\n');
    const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
    const advice =
      'is no JSON from here on: no comments, no comma at an end, names in double quotes. YAML takes the first two.';
    return { ...parsed, errors: [{ line, column, text: advice }] };
  }
}
