import { defineBufRule } from '../../buf/define-buf-rule.js';
import { typePath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** A message changed between the MessageSet format and the ordinary one. **Source** buf, rule MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT. */
export const messageSameMessageSetWireFormat = defineBufRule({
  id: 'MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT',
  categories: [],
  on: 'message',
  summary: 'A message changed between the MessageSet format and the ordinary one.',
  hint: 'Keep message_set_wire_format as it was, or make a new message.',
  check: (before, after) => {
    const [from, to] = [before, after].map(({ proto }) => proto.options?.messageSetWireFormat === true);
    if (from === to) return [];
    return [
      {
        message: `Message ${after.fullName} changed message_set_wire_format from ${from} to ${to}.`,
        path: typePath(after),
        before: partOf(before, MESSAGE_SET),
        after: partOf(after, MESSAGE_SET),
      },
    ];
  },
});

const MESSAGE_SET = [7, 1];
