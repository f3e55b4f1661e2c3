import { bytesToHex } from '#libs/descriptors';
import type { Message } from '@bufbuild/protobuf';
import type { Case } from '../case.js';
import type { Probe } from '../define-rule.js';
import type { EncodingDefinition } from '../encodings/define-encoding.js';
import type { Witness } from '../finding.js';
import type { MessagePair, Site } from '../pair.js';
import { Codecs } from './codecs.js';
import { compareArrival, type Difference } from './compare-arrival.js';
import { fill } from './fill.js';
import { fromMessage } from './from-message.js';
import { probeTrees } from './probe-trees.js';
import { messageSetMessage, strayMessages } from './stray.js';
import { toMessage } from './to-message.js';
import type { Tree, TreeValue } from './tree.js';
import { pathTo, rootOf, wrap } from './wrap.js';

/** Default of `maxWitnessTries`. */
export const DEFAULT_MAX_WITNESS_TRIES = 256;

/** A try with how well it shows the damage: 3 is what was looked for. */
interface Shown {
  readonly witness: Witness;
  readonly rank: number;
}

const BEST = 3;

/**
 * Searches the message that shows a case: makes messages that the rule's probe asks for, sends each with the writer's codec,
 * reads it with the reader's, and compares. Bounded by `maxTries` messages a case.
 */
export class WitnessFinder {
  readonly #codecs = new Codecs();
  readonly #maxTries: number;

  constructor(maxTries = DEFAULT_MAX_WITNESS_TRIES) {
    this.#maxTries = maxTries;
  }

  /** The best witness found; null when no message shows damage. */
  find(encoding: EncodingDefinition, found: Case): Witness | null {
    const { site, complaint } = found;
    if (site === null) return null;
    const probe: Probe = complaint.probe ?? { kind: 'value' };
    let best: Shown | null = null;
    let tries = 0;
    for (const message of this.#messages(probe, site)) {
      if (tries++ >= this.#maxTries) break;
      const shown = this.#try(encoding, probe, site, message, complaint.class === 'presence');
      if (shown && shown.rank > (best?.rank ?? 0)) best = shown;
      if (best?.rank === BEST) break;
    }
    return best?.witness ?? null;
  }

  *#messages(probe: Probe, site: Site): Generator<Message> {
    const root = rootOf(site.pair);
    if (probe.kind === 'stray') return yield* strayMessages(root, probe.field);
    if (probe.kind === 'message-set') return yield* messageSetMessage(site.pair);
    const left = new Set(site.writer && probe.kind === 'unset' ? [site.writer.number] : []);
    for (const tree of probeTrees(probe, site)) {
      const filled = fill(site.pair.writer, site.pair.reader, tree, left);
      const whole = filled && wrap(site.pair, filled);
      const message = whole && tryOr(() => toMessage(root.writer, whole));
      if (message) yield message;
    }
  }

  #try(
    encoding: EncodingDefinition,
    probe: Probe,
    site: Site,
    message: Message,
    presence: boolean,
  ): Shown | null {
    const root = rootOf(site.pair);
    const writer = this.#codecs.of(root.writer);
    const bytes = tryOr(() => encoding.send(writer, message));
    if (bytes === null) return null;
    const sent = this.#read(encoding, root.writer, bytes);
    if (typeof sent === 'string') return null;
    const read = this.#read(encoding, root.reader, bytes);
    const at = pathTo(site);
    const witness = (path: string, text: string): Witness => ({
      type: root.writer.typeName,
      encoding: encoding.name,
      bytesHex: bytesToHex(bytes),
      written: presence
        ? `[${this.#codecs.json(root.writer, bytes)},${this.#withoutZero(site)}]`
        : this.#codecs.json(root.writer, bytes),
      read: text,
      path,
    });
    if (typeof read === 'string') return { witness: witness(at, read), rank: presence ? 0 : 2 };
    const json = this.#codecs.json(root.reader, bytes);
    if (probe.kind === 'number' || probe.kind === 'message-set')
      return { witness: witness(at, json), rank: BEST };
    if (probe.kind === 'stray') {
      return read.has(probe.field.number) ? { witness: witness(probe.field.name, json), rank: BEST } : null;
    }
    const differences = compareArrival(root.writer, sent, root.reader, read, (shape, part) => {
      const tree = this.#read(encoding, shape, part);
      return typeof tree === 'string' ? null : tree;
    });
    return bestOf(differences, site, probe, presence, (path) => witness(path, json));
  }

  /** What a message holds; a text when it can't be read. */
  #read(encoding: EncodingDefinition, shape: MessagePair['writer'], bytes: Uint8Array): Tree | string {
    const received = encoding.receive(this.#codecs.of(shape), bytes);
    if (!received.ok) return received.problem;
    try {
      return fromMessage(shape, received.message);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** JSON of the message that is like the witness, but for the zero. */
  #withoutZero(site: Site): string {
    const root = rootOf(site.pair);
    const left = new Set(site.writer ? [site.writer.number] : []);
    const empty: ReadonlyMap<number, TreeValue> = new Map();
    const filled = fill(site.pair.writer, site.pair.reader, empty, left);
    const whole = filled && wrap(site.pair, filled);
    if (whole === null) return '{}';
    return this.#codecs.json(root.writer, this.#codecs.of(root.writer).encode(toMessage(root.writer, whole)));
  }
}

function bestOf(
  differences: readonly Difference[],
  site: Site,
  probe: Probe,
  presence: boolean,
  witness: (path: string) => Witness,
): Shown | null {
  const wanted = presence ? 'presence' : 'value';
  let best: Shown | null = null;
  for (const difference of differences) {
    const here = isAt(difference, site, probe);
    const rank =
      here && difference.kind === wanted
        ? BEST
        : difference.kind === 'value' && !presence
          ? 1
          : here
            ? 0.5
            : 0;
    if (rank > (best?.rank ?? 0)) best = { witness: witness(difference.path), rank };
  }
  return best;
}

function isAt(difference: Difference, site: Site, probe: Probe): boolean {
  if (probe.kind === 'together') return probe.fields.some((field) => field.desc === difference.writer.desc);
  return difference.writer.desc === site.writer?.desc;
}

function tryOr<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
