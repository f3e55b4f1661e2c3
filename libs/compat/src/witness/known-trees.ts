import { wellKnownOf } from '../json/well-known.js';
import type { MessageShape } from '../shape/message-shape.js';
import type { Tree } from './tree.js';

const TEXT: Tree = new Map([[3, 'a']]);
const NUMBER: Tree = new Map([[2, 1.5]]);
const TRUE: Tree = new Map([[4, 1n]]);
const NOTHING: Tree = new Map([[1, 0n]]);
const TYPE_URL = 'type.googleapis.com/google.protobuf.Any';

/** Lawful trees of the well-known types that are none by chance: a Value must hold one, an Any must name a type. */
export function knownTrees(shape: MessageShape): readonly Tree[] {
  const empty: Tree = new Map();
  switch (wellKnownOf(shape)) {
    case 'value':
      return [TEXT, NUMBER, TRUE, NOTHING];
    case 'struct':
      return [
        new Map([
          [
            1,
            [
              new Map<number, string | Tree>([
                [1, 'a'],
                [2, TEXT],
              ]),
            ],
          ],
        ]),
        empty,
      ];
    case 'list-value':
      return [new Map([[1, [TEXT]]]), empty];
    case 'any':
      return [new Map([[1, TYPE_URL]]), empty];
    default:
      return [];
  }
}
