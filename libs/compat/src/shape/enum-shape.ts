import type { DescEnum } from '@bufbuild/protobuf';

/** An enum as the rules see it. */
export class EnumShape {
  readonly desc: DescEnum;
  /** Equal keys: the enums are equal to every rule. */
  readonly key: string;
  #numbers: ReadonlySet<number> | undefined;

  constructor(desc: DescEnum) {
    this.desc = desc;
    this.key = keyOf(desc);
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

  /** Names that a number has, aliases too; none when it is not declared. */
  namesOf(number: number): readonly string[] {
    return this.desc.values.filter((value) => value.number === number).map((value) => value.name);
  }
}

function keyOf(desc: DescEnum): string {
  let key = `${desc.typeName}${desc.open ? '=' : '!'}`;
  for (const value of desc.values) key += `${value.number}${value.name},`;
  const { reservedRange, reservedName } = desc.proto;
  for (const range of reservedRange) key += `-${range.start}:${range.end}`;
  for (const name of reservedName) key += `-${name}`;
  return key;
}
