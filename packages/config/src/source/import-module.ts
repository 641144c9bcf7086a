import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, problemOf } from '../config-problem.js';
import { isTable } from './source.js';

/** The default export of a module, or a named export `config`. */
export async function importModule(path: string, file: string): Promise<unknown> {
  const isTypeScript = /^\.m?ts$/.test(extname(path));
  if (isTypeScript && !stripsTypes()) {
    throw problem(
      file,
      `this Node, ${process.versions.node}, does not strip types. Take Node 22.18 or later, or write it as polylog.config.js or .yaml.`,
    );
  }
  let module: Record<string, unknown>;
  try {
    module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    // Neither its text nor the cause: a syntax error quotes the line, which may be the one with the secret.
    const what = error instanceof Error ? error.name : `a ${typeof error}`;
    throw problem(file, `cannot be loaded: it threw ${what}. Run "node ${file}" to see more.`);
  }
  const root = module.default ?? module.config;
  if (isTable(root)) return root;
  throw problem(file, 'exports no configuration. Write: export default defineConfig({ … }).');
}

/** Node tells so itself where it can. */
function stripsTypes(): boolean {
  return Boolean((process.features as { readonly typescript?: unknown }).typescript);
}

function problem(file: string, text: string): ConfigError {
  return new ConfigError([problemOf(file, { kind: 'syntax', path: [], text })]);
}
