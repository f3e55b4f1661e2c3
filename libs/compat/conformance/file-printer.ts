import type { Random } from '../test/random.js';
import { FieldPrinter } from './field-printer.js';
import { importsOf } from './imports-of.js';
import { type EnumSpec, type FieldSpec, type FileSpec, type MessageSpec } from './model.js';
import type { Options, RangeSpec, RpcSpec, Scope, ServiceSpec } from './model.js';
import { innerMessages, type ModuleIndex } from './module-index.js';
import type { Naming } from './naming.js';
import { standing } from './pools.js';
import { TextWriter } from './text-writer.js';

type Part = () => void;

/** Writes a file's declarations; in odd layout their order is turned too. */
export class FilePrinter {
  readonly #writer: TextWriter;
  readonly #fields: FieldPrinter;

  constructor(
    readonly file: FileSpec,
    readonly index: ModuleIndex,
    readonly naming: Naming,
    readonly random: Random | null,
  ) {
    this.#writer = new TextWriter(random);
    this.#fields = new FieldPrinter(file, index, naming, random);
  }

  /** The text. */
  print(): string {
    const { file, naming } = this;
    const word = file.syntax.startsWith('2') ? 'edition' : 'syntax';
    this.#writer.write(word, '=', `"${file.syntax}"`, ';');
    const name = naming.package(file);
    const imports = importsOf(file, this.index, naming);
    this.#all([
      ...(name === '' ? [] : [() => this.#writer.write('package', name, ';')]),
      ...imports.map((path) => () => this.#writer.write('import', `"${path}"`, ';')),
      ...this.#optionParts(this.#fileOptions()),
      ...this.#scopeParts(file, true),
      ...file.services.map((service) => () => this.#service(service)),
    ]);
    return this.#writer.text;
  }

  #fileOptions(): [string, string][] {
    const options = standing(this.file.options, this.file.syntax);
    // Types in messages are not for other files in this edition, unless the file says so.
    if (this.file.syntax === '2024') options.push(['features.default_symbol_visibility', 'EXPORT_ALL']);
    return options;
  }

  #all(parts: readonly Part[]): void {
    const { random } = this;
    const turned = [...parts];
    if (random?.oneIn(3)) turned.push(...turned.splice(0, random.below(turned.length + 1)));
    for (const part of turned) part();
  }

  #optionParts(options: readonly [string, string][]): Part[] {
    return options.map(
      ([name, value]) =>
        () =>
          this.#writer.write('option', name, '=', value, ';'),
    );
  }

  #scopeParts(scope: Scope, top: boolean): Part[] {
    const isProto2 = this.file.syntax === 'proto2';
    const bodies = innerMessages(scope).filter((one) => !isProto2 || scope.messages.includes(one));
    return [
      ...bodies.map((message) => () => this.#message(message, top)),
      ...scope.enums.map((one) => () => this.#enum(one, top)),
      ...this.#extends(scope.extensions).map((fields) => () => this.#extend(fields, top)),
    ];
  }

  /** Extensions of one message that follow each other, in one block. */
  #extends(fields: readonly FieldSpec[]): FieldSpec[][] {
    const blocks: FieldSpec[][] = [];
    for (const field of fields) {
      const last = blocks.at(-1);
      if (last?.[0]?.extendee === field.extendee) last?.push(field);
      else blocks.push([field]);
    }
    return blocks;
  }

  #extend(fields: readonly FieldSpec[], top: boolean): void {
    const extendee = fields[0]?.extendee ?? 'options';
    const name =
      extendee === 'options'
        ? '.google.protobuf.MessageOptions'
        : this.#fields.typeName({ kind: 'named', id: extendee });
    this.#writer.write('extend', name, '{');
    for (const field of fields) this.#field(field, this.naming.extension(field.name, top), top);
    this.#writer.close();
  }

  #field(field: FieldSpec, name: string, top: boolean): void {
    if (field.group === null || this.file.syntax !== 'proto2')
      return this.#writer.write(...this.#fields.tokens(field, name), ';');
    const body = this.naming.type(field.group.name, top);
    this.#writer.write(...this.#fields.groupTokens(field, body), '{');
    this.#messageBody(field.group);
  }

  #message(message: MessageSpec, top: boolean): void {
    this.#writer.write('message', this.naming.type(message.name, top), '{');
    this.#messageBody(message);
  }

  #messageBody(message: MessageSpec): void {
    const ranges = message.extensionRanges.map(
      (range) => () => this.#writer.write('extensions', ...rangeTokens(range), ';'),
    );
    this.#all([
      ...this.#optionParts(standing(message.options, this.file.syntax)),
      ...this.#fieldParts(message),
      ...this.#scopeParts(message, false),
      ...this.#reservedParts(message),
      ...ranges,
    ]);
    this.#writer.close();
  }

  /** Members of a oneof stand together, where the first of them is. */
  #fieldParts(message: MessageSpec): Part[] {
    const written = new Set<string>();
    return message.fields.flatMap((field): Part[] => {
      if (field.oneof === null) return [() => this.#field(field, field.name, false)];
      if (written.has(field.oneof)) return [];
      written.add(field.oneof);
      return [() => this.#oneof(message, field.oneof ?? '')];
    });
  }

  #oneof(message: MessageSpec, name: string): void {
    this.#writer.write('oneof', name, '{');
    for (const member of message.fields) if (member.oneof === name) this.#field(member, member.name, false);
    this.#writer.close();
  }

  #reservedParts({ reserved, reservedNames }: MessageSpec | EnumSpec): Part[] {
    const quote = this.file.syntax.startsWith('2') ? '' : '"';
    return [
      ...this.#reservedLists(reserved.map(rangeTokens)),
      ...this.#reservedLists(reservedNames.map(({ name }) => [`${quote}${name}${quote}`])),
    ];
  }

  /** All in one statement, or a statement for each. */
  #reservedLists(items: readonly string[][]): Part[] {
    if (items.length === 0) return [];
    const together = this.random === null || this.random.oneIn(2);
    const lists = together ? [items] : items.map((item) => [item]);
    return lists.map((list) => () => {
      const tokens = list.flatMap((item, at) => (at === 0 ? item : [',', ...item]));
      this.#writer.write('reserved', ...tokens, ';');
    });
  }

  #enum(one: EnumSpec, top: boolean): void {
    this.#writer.write('enum', this.naming.type(one.name, top), '{');
    const values = one.values.map((value) => () => {
      const name = this.naming.value(value.name, top);
      this.#writer.write(name, '=', String(value.number), ';');
    });
    // Values keep their order: the first one is what an absent field reads as.
    const options = this.#optionParts(standing(one.options, this.file.syntax));
    this.#all([...options, () => values.forEach((value) => value()), ...this.#reservedParts(one)]);
    this.#writer.close();
  }

  #service(service: ServiceSpec): void {
    this.#writer.write('service', this.naming.type(service.name, true), '{');
    for (const rpc of service.rpcs) this.#rpc(rpc);
    this.#writer.close();
  }

  #rpc(rpc: RpcSpec): void {
    const side = (type: RpcSpec['request'], streams: boolean): string[] => [
      '(',
      ...(streams ? ['stream'] : []),
      this.#fields.typeName(type),
      ')',
    ];
    const request = side(rpc.request, rpc.clientStreaming);
    const head = ['rpc', rpc.name, ...request, 'returns', ...side(rpc.response, rpc.serverStreaming)];
    const options: Options = rpc.options;
    if (Object.keys(options).length === 0) return this.#writer.write(...head, ';');
    this.#writer.write(...head, '{');
    for (const part of this.#optionParts(Object.entries(options))) part();
    this.#writer.close();
  }
}

function rangeTokens({ start, end }: RangeSpec): string[] {
  if (start === end) return [String(start)];
  return [String(start), 'to', end === Infinity ? 'max' : String(end)];
}
