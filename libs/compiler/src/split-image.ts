import { fieldsOf, type WireField } from './wire-fields.js';

// Field numbers of descriptor.proto.
const SET_FILE = 1;
const FILE_NAME = 1;
const FILE_DEPENDENCY = 3;
const LENGTH_DELIMITED = 2;

/** A file of an image, in the image's bytes. */
interface ImageFile {
  readonly place: WireField;
  readonly imports: readonly string[];
}

/** Takes images of single schemas out of the image of many. */
export class ImageSplitter {
  private readonly files = new Map<string, ImageFile>();

  constructor(private readonly image: Uint8Array) {
    for (const place of fieldsOf(image, { start: 0, end: image.length }, SET_FILE)) {
      const [name = ''] = this.texts(place, FILE_NAME);
      this.files.set(name, { place, imports: this.texts(place, FILE_DEPENDENCY) });
    }
  }

  /**
   * The image of some files: these and all that they import, imports first. `renamed` gives a file another path; nobody may import
   * it. Null when a file is not there.
   */
  take(roots: readonly string[], renamed: ReadonlyMap<string, string>): Part | null {
    const order: string[] = [];
    const seen = new Set<string>();
    const visit = (path: string): boolean => {
      if (seen.has(path)) return true;
      seen.add(path);
      const file = this.files.get(path);
      if (file === undefined || !file.imports.every(visit)) return false;
      order.push(path);
      return true;
    };
    if (!roots.every(visit)) return null;
    const parts = order.map((path) => this.content(path, renamed.get(path)));
    return { image: Buffer.concat(parts.flatMap((part) => field(SET_FILE, part))), paths: order };
  }

  private content(path: string, renamed: string | undefined): Uint8Array {
    const place = this.files.get(path)?.place ?? { start: 0, end: 0 };
    if (renamed === undefined) return this.image.subarray(place.start, place.end);
    // The name is the first field of a file: the compiler writes fields by number.
    const [name] = fieldsOf(this.image, place, FILE_NAME);
    const rest = this.image.subarray(name?.end ?? place.start, place.end);
    return Buffer.concat([...field(FILE_NAME, Buffer.from(renamed)), rest]);
  }

  private texts(file: WireField, wanted: number): string[] {
    return [...fieldsOf(this.image, file, wanted)].map(({ start, end }) =>
      Buffer.from(this.image.buffer, this.image.byteOffset + start, end - start).toString('utf8'),
    );
  }
}

/** The image of one schema, and the paths of its files as the image of many has them. */
export interface Part {
  readonly image: Uint8Array;
  readonly paths: readonly string[];
}

function field(number: number, content: Uint8Array): Uint8Array[] {
  const head = [number * 8 + LENGTH_DELIMITED];
  let rest = content.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) head.push((rest % 0x80) | 0x80);
  head.push(rest);
  return [Uint8Array.from(head), content];
}
