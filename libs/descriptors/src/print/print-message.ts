import {
  ExtensionRangeOptionsSchema,
  FieldDescriptorProto_Type,
  MessageOptionsSchema,
  OneofOptionsSchema,
  type DescriptorProto,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { identifier, typeName } from './literals.js';
import type { PrintContext } from './print-context.js';
import { printEnum, printReservedNames, range, visibility } from './print-enum.js';
import { fieldText, lastPart, writtenOneof, type FieldPlace } from './print-field.js';
import { bracketed, optionTexts, printOptions } from './print-options.js';

const LAST_NUMBER = 536_870_911;

/** What declares messages: a file or a message. */
export interface Scope {
  /** `.pkg.Message`, of a file `.pkg` or nothing. */
  readonly name: string;
  readonly messages: readonly DescriptorProto[];
  readonly fields: readonly FieldDescriptorProto[];
  readonly extensions: readonly FieldDescriptorProto[];
  /** The message, for its oneofs; null for a file. */
  readonly message: DescriptorProto | null;
}

/** Prints a message with all that is in it. **Throws** DESCRIPTOR_INVALID. */
export function printMessage(context: PrintContext, proto: DescriptorProto, scope: string): void {
  const head = `${visibility(proto.visibility)}message ${identifier(proto.name)}`;
  context.lines.block(head, () => printBody(context, proto, scope));
}

function printBody(context: PrintContext, proto: DescriptorProto, scope: string): void {
  printOptions(context, MessageOptionsSchema, proto.options);
  new ScopePrinter(context, {
    name: `${scope}.${proto.name}`,
    messages: proto.nestedType,
    fields: proto.field,
    extensions: proto.extension,
    message: proto,
  }).print();
  for (const nested of proto.enumType) printEnum(context, nested);
  const isMessageSet = proto.options?.messageSetWireFormat === true;
  for (const { start, end, options } of proto.extensionRange) {
    const texts = optionTexts(context, ExtensionRangeOptionsSchema, options);
    const last = isMessageSet ? 2_147_483_646 : LAST_NUMBER;
    context.lines.add(`extensions ${range(start, end - 1, last)}${bracketed(texts)};`);
  }
  for (const { start, end } of proto.reservedRange)
    context.lines.add(`reserved ${range(start, end - 1, LAST_NUMBER)};`);
  printReservedNames(context, proto.reservedName);
}

/**
 * Prints the messages, fields and extensions of a scope so that compiling gives messages in the order they had: those that fields
 * bring with them (groups, map entries) come where their field stands, and indexes on the wire count them.
 */
export class ScopePrinter {
  private readonly printed = new Set<FieldDescriptorProto>();
  private readonly broughtBy = new Map<DescriptorProto, FieldDescriptorProto>();
  private readonly brings = new Map<FieldDescriptorProto, DescriptorProto>();

  constructor(
    private readonly context: PrintContext,
    private readonly scope: Scope,
  ) {
    const byName = new Map(scope.messages.map((message) => [message.name, message]));
    for (const field of [...scope.fields, ...scope.extensions]) {
      const message = byName.get(this.localName(field));
      if (message === undefined || !isBrought(message, field)) continue;
      this.brings.set(field, message);
      this.broughtBy.set(message, field);
    }
  }

  print(): void {
    for (const message of this.scope.messages) {
      const field = this.broughtBy.get(message);
      if (field === undefined) printMessage(this.context, message, this.scope.name);
      else if (this.scope.fields.includes(field)) this.printFields(field);
      else this.printExtensions(field);
    }
    this.printFields(null);
    this.printExtensions(null);
  }

  /** Fields that are not printed yet, up to and with the given one. */
  private printFields(last: FieldDescriptorProto | null): void {
    if (last !== null && this.printed.has(last)) return;
    for (const field of this.scope.fields) {
      if (!this.printed.has(field)) this.printMember(field);
      if (field === last) return;
    }
  }

  private printMember(field: FieldDescriptorProto): void {
    const index = writtenOneof(field);
    const oneof = index === null ? undefined : this.scope.message?.oneofDecl[index];
    if (oneof === undefined) return this.printField(field, 'message');
    this.context.lines.block(`oneof ${identifier(oneof.name)}`, () => {
      printOptions(this.context, OneofOptionsSchema, oneof.options);
      for (const member of this.scope.fields)
        if (writtenOneof(member) === index) this.printField(member, 'oneof');
    });
  }

  private printField(field: FieldDescriptorProto, place: FieldPlace): void {
    this.printed.add(field);
    const message = this.brings.get(field) ?? null;
    const entry = message?.options?.mapEntry === true ? message : null;
    const text = fieldText(this.context, field, place, entry);
    if (message === null || entry !== null) this.context.lines.add(`${text};`);
    else this.context.lines.block(text, () => printBody(this.context, message, this.scope.name));
  }

  /** Extensions that are not printed yet, up to and with the given one; neighbours of one message share a block. */
  private printExtensions(last: FieldDescriptorProto | null): void {
    const waiting = this.scope.extensions.filter((extension) => !this.printed.has(extension));
    const end = last === null ? waiting.length : waiting.indexOf(last) + 1;
    for (let start = 0; start < end;) {
      const extendee = waiting[start]?.extendee ?? '';
      let next = start;
      while (next < end && waiting[next]?.extendee === extendee) next++;
      const block = waiting.slice(start, next);
      this.context.lines.block(`extend ${typeName(extendee)}`, () => {
        for (const extension of block) this.printField(extension, 'extend');
      });
      start = next;
    }
  }

  /** Name in this scope of the field's type; empty when it is of another. */
  private localName(field: FieldDescriptorProto): string {
    const { typeName: type } = field;
    if (!type.startsWith('.')) return lastPart(type);
    return type.startsWith(`${this.scope.name}.`) ? type.slice(this.scope.name.length + 1) : '';
  }
}

/** True for a message that nobody wrote as one. */
function isBrought(message: DescriptorProto, field: FieldDescriptorProto): boolean {
  return field.type === FieldDescriptorProto_Type.GROUP || message.options?.mapEntry === true;
}
