import { bytesToHex } from '#libs/descriptors';
import type { Message } from '@bufbuild/protobuf';
import type { Case } from '../case.js';
import type { Probe } from '../define-rule.js';
import type { EncodingDefinition } from '../encodings/define-encoding.js';
import type { Witness } from '../finding.js';
import type { Site } from '../pair.js';
import { Codecs } from './codecs.js';
import { fill } from './fill.js';
import { Link, type Transmission } from './link.js';
import { probeTrees } from './probe-trees.js';
import { rankOf, ENOUGH, type Shown } from './rank.js';
import { messageSetMessage, strayMessages } from './stray.js';
import { toMessage } from './to-message.js';
import type { Tree } from './tree.js';
import { jsonText, jsonTextWithUnset } from './witness-text.js';
import { rootOf, wrap } from './wrap.js';

/** Default of `maxWitnessTries`. */
export const DEFAULT_MAX_WITNESS_TRIES = 256;

/** A case with what it takes to show it. */
export interface Search {
  readonly site: Site;
  readonly probe: Probe;
  /** Whether only an explicit zero is looked for. */
  readonly presence: boolean;
}

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
    const search: Search = {
      site,
      probe: complaint.probe ?? { kind: 'value' },
      presence: complaint.class === 'presence',
    };
    const link = new Link(encoding, this.#codecs);
    let best: { readonly sent: Transmission; readonly shown: Shown } | null = null;
    let tries = 0;
    for (const message of messagesFor(search)) {
      if (tries++ >= this.#maxTries) break;
      const sent = link.transmit(rootOf(site.pair), message);
      const shown = sent && rankOf(sent, search);
      if (sent && shown && shown.rank > (best?.shown.rank ?? 0)) best = { sent, shown };
      if (best && best.shown.rank >= ENOUGH) break;
    }
    return best && this.#witness(encoding, search, best.sent, best.shown.path);
  }

  #witness(encoding: EncodingDefinition, search: Search, sent: Transmission, path: string): Witness {
    const { writer } = rootOf(search.site.pair);
    return {
      type: writer.typeName,
      encoding: encoding.name,
      bytesHex: bytesToHex(sent.bytes),
      written: this.#written(search, sent),
      read: this.#read(search, sent),
      path,
    };
  }

  #written({ site, probe, presence }: Search, { bytes, problem }: Transmission): string {
    const { writer } = rootOf(site.pair);
    if (presence) {
      const unset = unsetMessage(site);
      const other = unset ? jsonText(this.#codecs, writer, this.#codecs.of(writer).encode(unset)) : '{}';
      return `[${jsonText(this.#codecs, writer, bytes)},${other}]`;
    }
    if (probe.kind !== 'unset' || site.writer === null || problem !== null)
      return jsonText(this.#codecs, writer, bytes);
    return jsonTextWithUnset(this.#codecs, writer, bytes, site.pair, site.writer);
  }

  #read({ site, probe }: Search, { bytes, problem }: Transmission): string {
    if (problem !== null) return problem;
    const { reader } = rootOf(site.pair);
    if (probe.kind !== 'unset' || site.reader === null) return jsonText(this.#codecs, reader, bytes);
    return jsonTextWithUnset(this.#codecs, reader, bytes, site.pair, site.reader);
  }
}

function* messagesFor({ probe, site }: Search): Generator<Message> {
  const root = rootOf(site.pair);
  if (probe.kind === 'stray') yield* strayMessages(root, probe.field);
  else if (probe.kind === 'message-set') yield* messageSetMessage(site.pair);
  else {
    const left = probe.kind === 'unset' ? numberOf(site) : [];
    for (const tree of probeTrees(probe, site)) {
      const message = rootMessage(site, tree, left);
      if (message) yield message;
    }
  }
}

/** The message that is like a presence witness, but for the zero. */
function unsetMessage(site: Site): Message | null {
  return rootMessage(site, new Map(), numberOf(site));
}

function rootMessage(site: Site, tree: Tree, left: readonly number[]): Message | null {
  const filled = fill(site.pair.writer, site.pair.reader, tree, new Set(left));
  const whole = filled && wrap(site.pair, filled);
  return whole && toMessage(rootOf(site.pair).writer, whole);
}

function numberOf(site: Site): readonly number[] {
  return site.writer ? [site.writer.number] : [];
}
