/** Bytes of memory that each kind of kept thing may take. */
export interface CacheShares {
  /** Finished answers. */
  readonly answers: number;
  /** Texts that answers are made of. */
  readonly texts: number;
  /** Canonical descriptor sets. */
  readonly canonical: number;
  /** What readers of a message need. */
  readonly codecs: number;
  /** Codecs as modules. */
  readonly modules: number;
  /** Schemas that checks compare with: objects, which take far more than their bytes. */
  readonly schemas: number;
  /** Outcomes of the compiler. */
  readonly compiled: number;
  /** Which fingerprint an id has, and the like. */
  readonly names: number;
}

/** Sixty-fourths; what takes longest to make again has most. */
const PARTS: CacheShares = {
  answers: 16,
  texts: 4,
  canonical: 6,
  codecs: 6,
  modules: 4,
  schemas: 22,
  compiled: 4,
  names: 2,
};
const WHOLE = 64;

/** How the bytes that all kept things may take are shared among them. */
export function cacheShares(totalBytes: number): CacheShares {
  const share = (name: keyof CacheShares): number => Math.floor((totalBytes * PARTS[name]) / WHOLE);
  return {
    answers: share('answers'),
    texts: share('texts'),
    canonical: share('canonical'),
    codecs: share('codecs'),
    modules: share('modules'),
    schemas: share('schemas'),
    compiled: share('compiled'),
    names: share('names'),
  };
}
