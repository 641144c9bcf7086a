import { type ParsedFile, parseAsYaml } from './parse-yaml-file.js';

/** Strict JSON. `JSON.parse` says whether it is; it tells neither places nor exact integers, so another parser reads it. */
export function parseJsonFile(text: string): ParsedFile {
  const parsed = parseAsYaml(text);
  try {
    JSON.parse(text);
    return parsed;
  } catch (error) {
    // Never its own text, which quotes what stands there.
    const at = /at position (\d+)/.exec((error as Error).message)?.[1];
    const before = text.slice(0, Number(at ?? 0)).split('\n');
    const { line, column } = (at === undefined ? parsed.errors[0] : undefined) ?? {
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    };
    const advice = 'No comments, no comma at an end, names in double quotes; YAML is not so strict.';
    return { ...parsed, errors: [{ line, column, text: `is no JSON from here on. ${advice}` }] };
  }
}
