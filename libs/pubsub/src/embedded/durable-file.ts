import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes all bytes at a place; one call of the system may take fewer than it was given. */
export async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const { bytesWritten } = await file.write(bytes, written, bytes.byteLength - written, position + written);
    if (bytesWritten === 0) throw new Error('the system wrote nothing');
    written += bytesWritten;
  }
}

/** Reads up to `length` bytes at a place; fewer only at the file's end. */
export async function readFully(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(buffer, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
}

/** Replaces a file's content so that after a power cut either the one before or this one is there. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Makes a folder's entries (created, renamed, removed files) durable. */
export async function syncDirectory(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(ignoreOnWindows);
  if (folder === null) return;
  try {
    await folder.sync().catch(ignoreOnWindows);
  } finally {
    await folder.close();
  }
}

/** Windows neither opens nor needs to sync folders. */
function ignoreOnWindows(error: unknown): null {
  if (process.platform === 'win32') return null;
  throw error;
}
