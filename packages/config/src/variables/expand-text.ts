export type Environment = Readonly<Record<string, string | undefined>>;

/** A text of the file with its variables put in. */
export type ExpandedText =
  | { readonly kind: 'plain'; readonly text: string }
  /** `names`: of the variables whose values, or defaults, are in it. */
  | { readonly kind: 'expanded'; readonly text: string; readonly names: readonly string[] }
  | { readonly kind: 'missing'; readonly names: readonly string[] }
  | { readonly kind: 'malformed' };

/** `$${` is a plain `${`; else up to the next brace. */
const REFERENCE = /\$\$\{|\$\{([^}]*)(\})?/g;
const INSIDE = /^([A-Za-z_]\w*)(?::-(.*))?$/s;

/** `${NAME}`, or `${NAME:-default}` where it is not set or empty, as in a shell. What a variable holds is not looked into. */
export function expandText(source: string, environment: Environment): ExpandedText {
  const names: string[] = [];
  const missing: string[] = [];
  let malformed = false;
  const text = source.replaceAll(REFERENCE, (whole, inside: string | undefined, brace: string | undefined) => {
    if (whole === '$${') return '${';
    const [, name, byDefault] = (brace === undefined ? undefined : INSIDE.exec(inside ?? '')) ?? [];
    if (name === undefined) {
      malformed = true;
      return whole;
    }
    names.push(name);
    const value = environment[name];
    if (byDefault !== undefined) return value || byDefault;
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  if (malformed) return { kind: 'malformed' };
  if (missing.length > 0) return { kind: 'missing', names: [...new Set(missing)] };
  return names.length === 0 ? { kind: 'plain', text } : { kind: 'expanded', text, names: [...new Set(names)] };
}
