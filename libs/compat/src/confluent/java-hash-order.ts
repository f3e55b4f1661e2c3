const DEFAULT_CAPACITY = 16;
const LOAD_FACTOR = 0.75;
/** A chain of this length makes a small table grow. */
const LONG_CHAIN = 8;
/** From this size on, long chains become trees instead. */
const TREE_CAPACITY = 64;

/**
 * The names of two Java `HashMap`s in the order in which a `HashSet` of both goes through them, each once. Confluent tells its
 * differences in that order, and clients read them so. Exact but for tables of 64 and more in which nine names share a
 * slot. **Source** java.util.HashMap and HashSet of JDK 21.
 */
export function javaHashOrder<Key extends string | number>(
  first: Iterable<Key>,
  second: Iterable<Key>,
): readonly Key[] {
  const ofFirst = filled(new HashTable<Key>(DEFAULT_CAPACITY), first).keys();
  const ofSecond = filled(new HashTable<Key>(DEFAULT_CAPACITY), second).keys();
  const both = new HashTable<Key>(capacityFor(ofFirst.length));
  return filled(filled(both, ofFirst), ofSecond).keys();
}

function filled<Key extends string | number>(table: HashTable<Key>, keys: Iterable<Key>): HashTable<Key> {
  for (const key of keys) table.add(key);
  return table;
}

function capacityFor(size: number): number {
  const wanted = Math.max(Math.ceil(size / LOAD_FACTOR), DEFAULT_CAPACITY);
  return 2 ** Math.ceil(Math.log2(wanted));
}

class HashTable<Key extends string | number> {
  readonly #keys = new Set<Key>();
  #slots: Key[][];

  constructor(capacity: number) {
    this.#slots = emptySlots(capacity);
  }

  add(key: Key): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    const chain = this.#slotOf(key);
    chain.push(key);
    if (chain.length > LONG_CHAIN && this.#slots.length < TREE_CAPACITY) this.#grow();
    if (this.#keys.size > this.#slots.length * LOAD_FACTOR) this.#grow();
  }

  keys(): readonly Key[] {
    return this.#slots.flat();
  }

  #grow(): void {
    const keys = this.keys();
    this.#slots = emptySlots(this.#slots.length * 2);
    for (const key of keys) this.#slotOf(key).push(key);
  }

  #slotOf(key: Key): Key[] {
    const hash = hashOf(key);
    const slot = this.#slots[(hash ^ (hash >>> 16)) & (this.#slots.length - 1)];
    if (slot === undefined) throw new Error('no such slot');
    return slot;
  }
}

function emptySlots<Key>(capacity: number): Key[][] {
  return Array.from({ length: capacity }, () => []);
}

/** `hashCode` of a String or an Integer. */
function hashOf(key: string | number): number {
  if (typeof key === 'number') return key | 0;
  let hash = 0;
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0;
  return hash;
}
