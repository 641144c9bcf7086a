/** A bound of a range: exact also where a double would not be. */
export type Bound = number | bigint;

/** What the part before the pipe asks for. `field` is undefined where any will do; `at` is where in the query it stands. */
export type QueryTree =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly parts: readonly QueryTree[] }
  | { readonly kind: 'or'; readonly parts: readonly QueryTree[] }
  | { readonly kind: 'not'; readonly part: QueryTree }
  | {
      readonly kind: 'words';
      readonly field: string | undefined;
      readonly text: string;
      readonly wild: readonly number[];
      readonly at: number;
    }
  | { readonly kind: 'exists'; readonly field: string; readonly at: number }
  | { readonly kind: 'range'; readonly field: string; readonly range: Range; readonly at: number };

export interface Range {
  readonly low: Bound;
  readonly lowIncluded: boolean;
  readonly high: Bound;
  readonly highIncluded: boolean;
}

/** The words that a log has to have some of, as the meta of an answer tells them. */
export function termsIn(tree: QueryTree): readonly { readonly key: string; readonly term: string }[] {
  switch (tree.kind) {
    case 'words':
      return [{ key: tree.field ?? '', term: tree.text }];
    case 'and':
    case 'or':
      return tree.parts.flatMap(termsIn);
    default:
      return [];
  }
}
