import { matchByNumber, type MatchField, type MessagePair, type Site } from '../pair.js';
import { fill } from './fill.js';
import type { Tree, TreeValue } from './tree.js';

/** The pair of root messages from which a pair was reached. */
export function rootOf(pair: MessagePair): MessagePair {
  let at = pair;
  while (at.via) at = at.via.within;
  return at;
}

/** A root message that holds a pair's message and what is required on the way, no more; null when there is no lawful one. */
export function wrap(pair: MessagePair, inner: Tree, match: MatchField = matchByNumber): Tree | null {
  let tree: Tree | null = inner;
  for (let at = pair; at.via && tree; at = at.via.within) {
    const { writer, within } = at.via;
    const value: TreeValue = writer.repeated ? [tree] : tree;
    tree = fill(within.writer, within.reader, new Map([[writer.number, value]]), undefined, match);
  }
  return tree;
}

/** Path of a site in its root message, by the writer's names, such as `items[0].price`. */
export function pathTo(site: Site): string {
  const field = site.writer ?? site.reader;
  const names = field ? [field.name] : [];
  for (let at = site.pair; at.via; at = at.via.within) {
    names.unshift(at.via.writer.repeated ? `${at.via.writer.name}[0]` : at.via.writer.name);
  }
  return names.join('.');
}
