import { corrupt } from '../json/json-answer.js';

/** One answer of a list call. */
export interface Page<T, At = number> {
  readonly items: readonly T[];
  /** How many there are in all, where the service tells. */
  readonly total?: number;
  /** Where the next page begins, to be given to the same call; absent behind the last one. */
  readonly next?: At;
}

/**
 * What a list call answers. `await` it for one page; go through it with `for await` for everything from there to the end,
 * page by page, each asked for when it is needed. Nothing is sent before one of the two.
 */
export interface Listing<T, At = number> extends Promise<Page<T, At>>, AsyncIterable<T> {
  /** Page by page. */
  pages(): AsyncIterable<Page<T, At>>;
  /** Everything in one list. */
  all(): Promise<readonly T[]>;
}

/** Which page, of lists that count. */
export interface PageRequest {
  /** How many to pass over. @defaultValue 0 */
  readonly offset?: number;
  /** How many at most in one page; what the service allows differs. @defaultValue the most that the service gives */
  readonly pageSize?: number;
}

export interface ListingParts<T, At> {
  /** One page, as one call. */
  readonly page: () => Promise<Page<T, At>>;
  /** All pages, as one call. */
  readonly pages: () => AsyncIterable<Page<T, At>>;
}

export function createListing<T, At>({ page, pages }: ListingParts<T, At>): Listing<T, At> {
  let started: Promise<Page<T, At>> | undefined;
  const first = (): Promise<Page<T, At>> => {
    started ??= page();
    return started;
  };
  return {
    // biome-ignore lint/suspicious/noThenProperty: a listing is there to be awaited.
    then: (done, failed) => first().then(done, failed),
    catch: (failed) => first().catch(failed),
    finally: (settled) => first().finally(settled),
    [Symbol.toStringTag]: 'Listing',
    [Symbol.asyncIterator]: async function* () {
      for await (const { items } of pages()) yield* items;
    },
    pages,
    async all() {
      const found: T[] = [];
      for await (const { items } of pages()) found.push(...items);
      return found;
    },
  };
}

/** Asks for pages until one says that nothing follows. */
export async function* pagesFrom<T, At>(
  first: At,
  fetch: (at: At) => Promise<Page<T, At>>,
): AsyncGenerator<Page<T, At>, void, undefined> {
  for (let at = first; ; ) {
    const page = await fetch(at);
    yield page;
    if (page.next === undefined) return;
    if (page.next === at) throw corrupt('a list call', 'a next page that is the same one again');
    at = page.next;
  }
}

/** A page of a list that counts; an empty one is the last, whatever the total says. */
export function countedPage<T>(items: readonly T[], offset: number, total: number): Page<T> {
  const next = offset + items.length;
  return { items, total, ...(items.length > 0 && next < total && { next }) };
}

/** A list that the service gives as a whole. */
export function wholePage<T>(items: readonly T[]): Page<T> {
  return { items, total: items.length };
}
