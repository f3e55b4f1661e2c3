import { defineRule } from '../../define-rule.js';
import { landingOf } from '../../wire/landing.js';

/** Bytes are read as text. **Source** compatibility, binary: "bytes→string". */
export const bytesToStringUtf8 = defineRule({
  id: 'bytes-to-string-utf8',
  encoding: 'binary',
  on: 'field',
  summary:
    'Bytes are read as a string; bytes that are not UTF-8 are refused, or altered by a reader that does not verify.',
  classes: ['break', 'lossy'],
  hint: 'Keep bytes, or add a new string field with a new number.',
  check({ writer, reader }) {
    if (writer.type !== 'bytes' || reader.type !== 'string' || landingOf(writer, reader) !== 'element')
      return null;
    return reader.strictUtf8
      ? { class: 'break', effect: 'bytes that are not UTF-8 make the whole message unreadable' }
      : {
          class: 'lossy',
          effect: 'bytes that are not UTF-8 are altered by readers that hold text as Unicode',
        };
  },
});
