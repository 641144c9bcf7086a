import { countedPage, integerOf, type JsonObject, listOf, type Page } from '@polylog/driver-kit';

/** Most that the service gives in one page. */
export const LARGEST_PAGE = 500;

/** Which page of a list; the service's own default is 100. */
export interface PageOf {
  readonly offset?: number | undefined;
  /** @defaultValue 500 */
  readonly size?: number | undefined;
}

export function pageQuery({ offset = 0, size = LARGEST_PAGE }: PageOf): readonly (readonly [string, string])[] {
  return [
    ['offset', String(offset)],
    ['size', String(size)],
  ];
}

/** `{ count, total, [name]: […] }`, as every list call answers. */
export function pageIn<T>(
  call: string,
  answer: JsonObject,
  name: string,
  page: PageOf,
  item: (value: unknown) => T,
): Page<T> {
  const items = listOf(call, answer[name]).map(item);
  return countedPage(items, page.offset ?? 0, integerOf(call, answer, 'total'));
}
