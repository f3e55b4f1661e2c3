import type { FileSpec } from './model.js';

/** Numbers that each pair has for options of its own. */
export const OPTION_NUMBERS = 100;
const FIRST_OPTION_NUMBER = 50_000;

/** Keeps the pairs of a batch apart: each has a folder and, unless bare, a package of its own. */
export class Naming {
  /** `bare`: files without a package stay without one, and what is at the top of a file has the pair's name in its own. */
  constructor(
    readonly pair: string,
    readonly bare: boolean,
  ) {}

  /** Import path of a file. */
  path(file: FileSpec): string {
    return `${this.pair}/${file.path}`;
  }

  /** Package of a file; empty for none. */
  package(file: FileSpec): string {
    if (file.package !== '') return `${this.pair}.${file.package}`;
    return this.bare ? '' : this.pair;
  }

  /** Name of a message, an enum or a service; `top`: not in a message. */
  type(name: string, top: boolean): string {
    return top && this.bare ? `${this.pair.toUpperCase()}${name}` : name;
  }

  /** Name of an extension. */
  extension(name: string, top: boolean): string {
    return top && this.bare ? `${this.pair}_${name}` : name;
  }

  /** Name of an enum value. */
  value(name: string, top: boolean): string {
    return top && this.bare ? `${this.pair.toUpperCase()}_${name}` : name;
  }

  /** Full name of a type, without a leading dot. */
  fullName(file: FileSpec, names: readonly string[]): string {
    const own = names.map((name, index) => this.type(name, index === 0)).join('.');
    const prefix = this.package(file);
    return prefix === '' ? own : `${prefix}.${own}`;
  }

  /** Number of an option of the pair's own: all pairs of a batch extend the same message. */
  optionNumber(number: number): number {
    const pair = Number(/\d+$/.exec(this.pair)?.[0] ?? 0);
    return FIRST_OPTION_NUMBER + pair * OPTION_NUMBERS + number;
  }
}
