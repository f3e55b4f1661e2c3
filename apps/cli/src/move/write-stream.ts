import { RegistryError } from '#libs/errors';
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

const FLUSH_BYTES = 1024 * 1024;

/** Takes the text of a file part by part. */
export type Write = (text: string) => Promise<void>;

/** Writes a long file: under another name until all of it is on disk, so that there is never a part under its own. **Throws** BAD_REQUEST. */
export async function writeStream(
  cwd: string,
  path: string,
  work: (write: Write) => Promise<void>,
): Promise<void> {
  const target = resolve(cwd, path);
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await failing(path, async () => {
    await mkdir(dirname(target), { recursive: true });
    return open(temporary, 'wx');
  });
  try {
    const writer = new BufferedWriter(file, path);
    await work((text) => writer.write(text));
    await writer.flush();
    await failing(path, () => file.sync());
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await file.close();
  await failing(path, () => rename(temporary, target));
}

class BufferedWriter {
  private parts: string[] = [];
  private size = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
  ) {}

  async write(text: string): Promise<void> {
    this.parts.push(text);
    this.size += text.length;
    if (this.size >= FLUSH_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.parts.join('');
    this.parts = [];
    this.size = 0;
    await failing(this.path, () => this.file.writeFile(text));
  }
}

async function failing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RegistryError('BAD_REQUEST', { problem: `'${path}' can not be written: ${why}` }, { cause });
  }
}
