import { setImmediate as turn } from 'node:timers/promises';
import type {
  CatalogRepository,
  CatalogVersion,
  ListScope,
  Page,
  Place,
} from '../repositories/catalog.repository.js';
import type { SubjectName } from '../subject-name.js';

/** Names that one statement reads. */
const SUBJECTS_AT_ONCE = 1_000;
/** Versions that one statement reads: whoever lists them reads their texts, which are not small. */
const VERSIONS_AT_ONCE = 25;
const LAST_VERSION = 2 ** 31 - 1;

/**
 * Lists of whatever length, a page at a time as they are read, so that none is in memory whole. Each page is found by what comes after
 * the last item of the one before: what is stored or deleted meanwhile moves no other.
 */
export class Listing {
  constructor(private readonly catalog: CatalogRepository) {}

  /** Subjects by context and name. */
  subjects(options: ListScope & Page): AsyncGenerator<SubjectName[]> {
    return pagesOf(options, SUBJECTS_AT_ONCE, (place) => this.catalog.subjects({ ...options, ...place }));
  }

  /** Versions by context, subject and number. */
  async *versions(
    options: ListScope & { readonly latestOnly: boolean } & Page,
  ): AsyncGenerator<CatalogVersion[]> {
    const passed = await this.passedSubject(options);
    if (passed === undefined) return;
    const start = passed === null ? null : { ...passed, version: LAST_VERSION };
    yield* pagesOf<CatalogVersion>(options, VERSIONS_AT_ONCE, ({ after, ...place }) =>
      this.catalog.versions({ ...options, ...place, after: after ?? start }),
    );
  }

  /**
   * The last subject that an offset passes over where each has one version in the list: to pass over subjects costs a third of what
   * their versions do. Null when versions are to be counted; undefined when there are no more.
   */
  private async passedSubject(
    options: ListScope & { readonly latestOnly: boolean } & Page,
  ): Promise<SubjectName | null | undefined> {
    const { latestOnly, liveness, offset } = options;
    if (!latestOnly || liveness === 'deleted' || offset === 0) return null;
    const [last] = await this.catalog.subjects({ ...options, after: null, offset: offset - 1, limit: 1 });
    return last;
  }
}

async function* pagesOf<T>(
  { offset, limit }: Page,
  atOnce: number,
  read: (place: Place<T>) => Promise<T[]>,
): AsyncGenerator<T[]> {
  let left = limit ?? Infinity;
  let after: T | null = null;
  while (left > 0) {
    const wanted = Math.min(left, atOnce);
    const page: T[] = await read({ after, offset, limit: wanted });
    if (page.length > 0) yield page;
    if (page.length < wanted) return;
    // SQLite answers at once: without a turn of the loop nobody else would be answered until the list is at its end.
    await turn();
    left -= page.length;
    after = page.at(-1) ?? null;
  }
}
