import type { DescEnum } from '@bufbuild/protobuf';

/** An enum as the rules see it. */
export class EnumShape {
  readonly desc: DescEnum;
  #numbers: ReadonlySet<number> | undefined;
  #byName: ReadonlyMap<string, number> | undefined;

  constructor(desc: DescEnum) {
    this.desc = desc;
  }

  get typeName(): string {
    return this.desc.typeName;
  }

  /** A closed enum sends a value it does not know to the unknown fields. */
  get closed(): boolean {
    return !this.desc.open;
  }

  /** Declared numbers, in order of declaration. */
  get numbers(): ReadonlySet<number> {
    this.#numbers ??= new Set(this.desc.values.map((value) => value.number));
    return this.#numbers;
  }

  /** What an unset field reads as: the first declared number. */
  get first(): number {
    return this.desc.values[0]?.number ?? 0;
  }

  /** The number of a name or JSON name, names first; null when there is none. */
  numberNamed(name: string): number | null {
    this.#byName ??= new Map([
      ...this.desc.values.map((value): [string, number] => [value.jsonName, value.number]),
      ...this.desc.values.map((value): [string, number] => [value.name, value.number]),
    ]);
    return this.#byName.get(name) ?? null;
  }

  /** Names that a number has, aliases too; none when it is not declared. */
  namesOf(number: number): readonly string[] {
    return this.desc.values.filter((value) => value.number === number).map((value) => value.name);
  }
}
