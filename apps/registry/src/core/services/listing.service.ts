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
  versions(options: ListScope & { readonly latestOnly: boolean } & Page): AsyncGenerator<CatalogVersion[]> {
    return pagesOf(options, VERSIONS_AT_ONCE, (place) => this.catalog.versions({ ...options, ...place }));
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
    left -= page.length;
    after = page.at(-1) ?? null;
  }
}
