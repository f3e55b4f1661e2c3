import { bytesToHex } from '#libs/descriptors';
import type { Message } from '@bufbuild/protobuf';
import type { Case } from '../case.js';
import type { Probe } from '../define-rule.js';
import type { EncodingDefinition } from '../encodings/define-encoding.js';
import type { Witness } from '../finding.js';
import type { MatchField, Site } from '../pair.js';
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
  readonly match: MatchField;
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
      match: encoding.match,
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
      written: this.#written(encoding, search, sent),
      read: this.#read(encoding, search, sent),
      path,
    };
  }

  #written(encoding: EncodingDefinition, search: Search, { bytes, problem }: Transmission): string {
    const { site, probe, presence } = search;
    const writer = this.#codecs.end(rootOf(site.pair).writer);
    const written = jsonText(encoding, writer, bytes);
    if (presence) {
      const unset = unsetMessage(search);
      const other = unset ? jsonText(encoding, writer, encoding.send(writer, unset)) : '{}';
      return `[${written},${other}]`;
    }
    if (probe.kind !== 'unset' || site.writer === null || problem !== null) return written;
    return jsonTextWithUnset(encoding, writer, bytes, site.pair, site.writer);
  }

  #read(encoding: EncodingDefinition, { site, probe }: Search, { bytes, problem }: Transmission): string {
    if (problem !== null) return problem;
    const reader = this.#codecs.end(rootOf(site.pair).reader);
    if (probe.kind !== 'unset' || site.reader === null) return jsonText(encoding, reader, bytes);
    return jsonTextWithUnset(encoding, reader, bytes, site.pair, site.reader);
  }
}

function* messagesFor(search: Search): Generator<Message> {
  const { probe, site } = search;
  const root = rootOf(site.pair);
  if (probe.kind === 'stray') yield* strayMessages(root, probe.field);
  else if (probe.kind === 'message-set') yield* messageSetMessage(site.pair);
  else {
    const left = probe.kind === 'unset' ? numberOf(site) : [];
    for (const tree of probeTrees(probe, site)) {
      const message = rootMessage(search, tree, left);
      if (message) yield message;
    }
  }
}

/** The message that is like a presence witness, but for the zero. */
function unsetMessage(search: Search): Message | null {
  return rootMessage(search, new Map(), numberOf(search.site));
}

function rootMessage({ site, match }: Search, tree: Tree, left: readonly number[]): Message | null {
  const filled = fill(site.pair.writer, site.pair.reader, tree, new Set(left), match);
  const whole = filled && wrap(site.pair, filled, match);
  return whole && toMessage(rootOf(site.pair).writer, whole);
}

function numberOf(site: Site): readonly number[] {
  return site.writer ? [site.writer.number] : [];
}
