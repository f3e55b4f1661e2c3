/**
 * Writes POSIX tar archives: plain files only, in the given order, without times and owners, so that the same files give the same
 * bytes. Names over 100 bytes travel in pax headers. Source: IEEE Std 1003.1-2017, pax, "ustar Interchange Format".
 */
const BLOCK = 512;
const MAX_NAME_BYTES = 100;

/** One file of an archive. */
export interface TarEntry {
  readonly name: string;
  readonly content: string;
}

/** The archive's bytes. */
export function writeTar(entries: Iterable<TarEntry>): Buffer {
  const parts: Buffer[] = [];
  for (const { name, content } of entries) {
    if (Buffer.byteLength(name) > MAX_NAME_BYTES || /[^\x20-\x7e]/.test(name))
      pushFile(parts, 'pax', 'x', paxRecord('path', name));
    pushFile(parts, name, '0', Buffer.from(content));
  }
  parts.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(parts);
}

function pushFile(parts: Buffer[], name: string, type: string, content: Buffer): void {
  parts.push(header(name, type, content.length), content);
  const rest = content.length % BLOCK;
  if (rest > 0) parts.push(Buffer.alloc(BLOCK - rest));
}

function header(name: string, type: string, sizeBytes: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  Buffer.from(name).copy(block, 0, 0, MAX_NAME_BYTES);
  block.write('0000644\0', 100, 'latin1');
  block.write('0000000\0', 108, 'latin1');
  block.write('0000000\0', 116, 'latin1');
  block.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  block.write('00000000000\0', 136, 'latin1');
  block.write('        ', 148, 'latin1');
  block.write(type, 156, 'latin1');
  block.write('ustar\0', 257, 'latin1');
  block.write('00', 263, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** `<length> <key>=<value>\n`, whose length counts itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  const restBytes = Buffer.byteLength(rest);
  let length = restBytes;
  while (length !== restBytes + String(length).length) length = restBytes + String(length).length;
  return Buffer.from(`${length}${rest}`);
}
