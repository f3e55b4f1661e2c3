import type { Random } from '../test/random.js';
import { messagesOf, type EnumSpec, type FieldSpec, type FileSpec, type Ids } from './model.js';
import { type Label, type MessageSpec, type ModuleSpec, type Options, type RangeSpec } from './model.js';
import { type RpcSpec, type ServiceSpec, type TypeRef, enumsOf } from './model.js';
import * as pools from './pools.js';

const LABELS: readonly Label[] = ['explicit', 'implicit', 'explicit', 'repeated', 'required', 'map'];

/** Makes random elements of modules. They may break the language's rules together: `settle` sees to that. */
export class Maker {
  constructor(
    readonly random: Random,
    readonly ids: Ids,
  ) {}

  /** One to four files whose elements refer to each other. */
  module(): ModuleSpec {
    const files = this.list(1 + this.random.below(4), () => this.file());
    const module = { files };
    for (const file of files) this.#connect(module, file);
    return module;
  }

  /** A file without extensions and services, which need something to refer to. */
  file(): FileSpec {
    return {
      id: this.ids.next(),
      path: this.random.pick(pools.PATHS),
      syntax: this.random.pick(pools.SYNTAXES),
      package: this.random.pick(pools.PACKAGES),
      options: this.options(pools.FILE_OPTIONS, 5),
      messages: this.list(1 + this.random.below(3), () => this.message(0)),
      enums: this.list(this.random.below(3), () => this.enum()),
      extensions: [],
      services: [],
    };
  }

  #connect(module: ModuleSpec, file: FileSpec): void {
    const { random } = this;
    file.services = this.list(random.below(3), () => this.service(module));
    file.extensions = this.list(random.below(3), () => this.extension(module));
    for (const message of messagesOf(file)) {
      if (random.oneIn(5)) message.extensions.push(this.extension(module));
      for (const field of message.fields)
        if (field.group === null && random.oneIn(3)) field.type = this.type(module);
    }
  }

  /** A message; nested ones grow rarer with depth. */
  message(depth: number): MessageSpec {
    const { random } = this;
    return {
      id: this.ids.next(),
      name: random.pick(pools.MESSAGE_NAMES),
      fields: this.list(random.below(6), () => this.field(depth)),
      messages: random.oneIn(2 + depth) ? this.list(1 + random.below(2), () => this.message(depth + 1)) : [],
      enums: random.oneIn(3) ? [this.enum()] : [],
      extensions: [],
      extensionRanges: random.oneIn(2) ? this.list(1 + random.below(2), () => this.range(100)) : [],
      reserved: random.oneIn(2) ? this.list(1 + random.below(3), () => this.range(20)) : [],
      reservedNames: random.oneIn(3) ? this.list(1 + random.below(3), () => this.reservedName()) : [],
      options: this.options(pools.MESSAGE_OPTIONS, 8),
    };
  }

  /** A field of a scalar type, or a group. */
  field(depth: number): FieldSpec {
    const { random } = this;
    const group = depth < 2 && random.oneIn(12) ? this.#groupBody() : null;
    return {
      id: this.ids.next(),
      name: random.pick(pools.FIELD_NAMES),
      number: random.pick(pools.FIELD_NUMBERS),
      label: random.pick(LABELS),
      type: group === null ? this.scalar() : { kind: 'named', id: group.id },
      mapKey: random.pick(pools.MAP_KEYS),
      oneof: random.oneIn(4) ? random.pick(pools.ONEOF_NAMES) : null,
      group,
      default: random.oneIn(4) ? random.below(3) : null,
      options: this.options(pools.FIELD_OPTIONS, 6),
      extendee: null,
    };
  }

  #groupBody(): MessageSpec {
    return { ...this.message(2), name: this.random.pick(pools.GROUP_NAMES), messages: [] };
  }

  /** An extension of some message of the module, at a number that the message has room for. */
  extension(module: ModuleSpec): FieldSpec {
    const { random } = this;
    const field = this.field(1);
    const open = module.files.flatMap(messagesOf).filter((one) => one.extensionRanges.length > 0);
    const extendee = open.length === 0 || random.oneIn(6) ? null : random.pick(open);
    return {
      ...field,
      name: random.pick(pools.EXTENSION_NAMES),
      type: field.group === null && random.oneIn(3) ? this.type(module) : field.type,
      number:
        extendee === null ? random.below(20) : random.pick(extendee.extensionRanges).start + random.below(2),
      extendee: extendee?.id ?? 'options',
    };
  }

  /** A scalar, a message or an enum of the module. */
  type(module: ModuleSpec): TypeRef {
    const { random } = this;
    const messages = module.files.flatMap((file) => file.messages.flatMap((one) => [one, ...one.messages]));
    const enums = enumsOf(module);
    const list: readonly { id: number }[] = random.oneIn(2) ? enums : messages;
    if (random.oneIn(4) || list.length === 0) return this.scalar();
    if (random.oneIn(8)) return { kind: 'wellKnown', name: random.pick(pools.WELL_KNOWN) };
    return { kind: 'named', id: random.pick(list).id };
  }

  /** A scalar type. */
  scalar(): TypeRef {
    return { kind: 'scalar', name: this.random.pick(pools.SCALARS) };
  }

  /** An enum. */
  enum(): EnumSpec {
    const { random } = this;
    const name = random.pick(pools.ENUM_NAMES);
    return {
      id: this.ids.next(),
      name,
      values: this.list(1 + random.below(5), () => this.value(name)),
      reserved: random.oneIn(2)
        ? this.list(1 + random.below(3), () => this.range(random.pick(pools.ENUM_RANGES)))
        : [],
      reservedNames: random.oneIn(3) ? this.list(1 + random.below(2), () => this.reservedName()) : [],
      options: this.options(pools.ENUM_OPTIONS, 5),
    };
  }

  /** A value of an enum of that name; values of one number are aliases. */
  value(enumName: string): EnumSpec['values'][number] {
    const { random } = this;
    const name = `${enumName.toUpperCase()}_${random.pick(pools.VALUE_NAMES)}`;
    return { id: this.ids.next(), name, number: random.pick(pools.ENUM_NUMBERS) };
  }

  /** A service that takes and answers messages of the module. */
  service(module: ModuleSpec): ServiceSpec {
    const rpcs = this.list(1 + this.random.below(3), () => this.rpc(module));
    return { id: this.ids.next(), name: this.random.pick(pools.SERVICE_NAMES), rpcs };
  }

  /** A method. */
  rpc(module: ModuleSpec): RpcSpec {
    return {
      id: this.ids.next(),
      name: this.random.pick(pools.RPC_NAMES),
      request: this.messageType(module),
      response: this.messageType(module),
      clientStreaming: this.random.oneIn(3),
      serverStreaming: this.random.oneIn(3),
      options: this.options(pools.RPC_OPTIONS, 3),
    };
  }

  /** A message of the module, or one of Google's. */
  messageType(module: ModuleSpec): TypeRef {
    const messages = module.files.flatMap((file) => file.messages.flatMap((one) => [one, ...one.messages]));
    if (messages.length === 0 || this.random.oneIn(10))
      return { kind: 'wellKnown', name: this.random.pick(pools.WELL_KNOWN) };
    return { kind: 'named', id: this.random.pick(messages).id };
  }

  /** A range of up to five numbers, from `from` on; now and then it has no end. */
  range(from: number): RangeSpec {
    const start = from + this.random.below(15);
    const end = this.random.oneIn(15) ? Infinity : start + this.random.pick([0, 0, 1, 2, 4]);
    return { id: this.ids.next(), start, end };
  }

  /** A reserved name. */
  reservedName(): { id: number; name: string } {
    return { id: this.ids.next(), name: this.random.pick(['ra', 'rb', 'rc', 'rd', 'fa', 'EA_ONE']) };
  }

  /** Each option once in `times`. */
  options(pool: Readonly<Record<string, readonly string[]>>, times: number): Options {
    const names = Object.keys(pool).filter(() => this.random.oneIn(times));
    return Object.fromEntries(names.map((name) => [name, this.random.pick(pool[name] ?? [])]));
  }

  /** A list of that many. */
  list<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }
}
