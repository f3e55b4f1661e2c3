import { defineBufRule } from '../../buf/define-buf-rule.js';
import { messageRanges, shrunkRanges } from '../../buf/ranges.js';

/** An extension range of a message is withdrawn or shrunk. **Source** buf, rule EXTENSION_MESSAGE_NO_DELETE. */
export const extensionMessageNoDelete = defineBufRule({
  id: 'EXTENSION_MESSAGE_NO_DELETE',
  categories: ['FILE', 'PACKAGE', 'CSR'],
  on: 'message',
  summary: 'An extension range of a message is withdrawn or shrunk.',
  hint: 'Put the extension range back.',
  check: (before, after) => {
    const [earlier, later] = [before, after].map(({ proto }) => messageRanges(proto.extensionRange));
    return shrunkRanges('extension', before, after, earlier ?? [], later ?? []);
  },
});
