import { ConsumerError, type ErrorCode } from '@polylog/core/driver';
import { showPath } from './source/path.js';
import type { Path, Source } from './source/source.js';

/**
 * What is wrong with a configuration.
 *
 * - `file`: it is missing, ambiguous or unreadable.
 * - `syntax`: it is no YAML, no JSON, or a module without a configuration.
 * - `unknown-key`: nobody reads it.
 * - `variable`: an environment variable is missing, or its text is not what the key takes.
 * - `value`: a key is missing, or its value is not allowed.
 * - `adapter`: it is not installed, or is none.
 * - `unsupported`: the provider cannot do what was asked.
 */
export type ConfigProblemKind = 'file' | 'syntax' | 'unknown-key' | 'variable' | 'value' | 'adapter' | 'unsupported';

export interface ConfigProblem {
  readonly kind: ConfigProblemKind;
  readonly code: ErrorCode;
  readonly file: string;
  /** `alibaba-sls.maxLogGroups`; empty where it is about the file as a whole. */
  readonly path: string;
  /** From 1; absent for a configuration in JavaScript. */
  readonly line?: number;
  readonly column?: number;
  /** One line with file, place and path: what was found, what is allowed, what to do. Holds no secret and no variable's value. */
  readonly message: string;
}

/** A problem whose place in the file is still to be looked up. */
export interface Finding {
  readonly kind: ConfigProblemKind;
  readonly path: Path;
  /** Goes on behind the path: `is no key. Did you mean start?` */
  readonly text: string;
  /** @defaultValue by the kind */
  readonly code?: ErrorCode;
}

/** Thrown with everything that is wrong, in the order of the file. `message` has a line for each. */
export class ConfigError extends ConsumerError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const codes = new Set(problems.map(({ code }) => code));
    const [first = 'invalid-argument'] = codes;
    super(codes.size === 1 ? first : 'invalid-argument', problems.map(({ message }) => message).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** In the order of the file, each one once. */
export function problemsOf(source: Source, findings: readonly Finding[]): readonly ConfigProblem[] {
  const placed = findings.map((finding) => ({ finding, place: source.placeOf(finding.path) }));
  placed.sort((a, b) => a.place.order - b.place.order);
  const problems = placed.map(({ finding, place }) => problemOf(source.file, finding, place));
  return problems.filter(({ message }, i) => problems.findIndex((each) => each.message === message) === i);
}

export function problemOf(
  file: string,
  { kind, path, text, code = codeOf(kind) }: Finding,
  place: { readonly line?: number; readonly column?: number } = {},
): ConfigProblem {
  const { line, column } = place;
  const where = line === undefined ? file : `${file}:${line}:${column}`;
  const shownPath = showPath(path);
  const about = shownPath === '' ? text : /^[:;,.]/.test(text) ? `${shownPath}${text}` : `${shownPath} ${text}`;
  return {
    kind,
    code,
    file,
    path: shownPath,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    message: `${where}: ${about}`,
  };
}

function codeOf(kind: ConfigProblemKind): ErrorCode {
  return kind === 'unsupported' ? 'unsupported' : 'invalid-argument';
}
