import type { Registry } from '@bufbuild/protobuf';
import { EditionSchema, FileOptionsSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { resolveLimits, type DescriptorLimits } from '../load/limits.js';
import { parseSet } from '../load/parse-set.js';
import { descriptorInvalid, quote } from '../load/problem.js';
import { LineWriter } from './line-writer.js';
import { textLiteral, typeName } from './literals.js';
import type { PrintContext } from './print-context.js';
import { printEnum } from './print-enum.js';
import { ScopePrinter } from './print-message.js';
import { printOptions } from './print-options.js';
import { printService } from './print-service.js';

/** How to print a file. */
export interface PrintOptions {
  /** Where the custom options that the file sets are declared. Default: nowhere, and a file that sets any is refused. */
  readonly extensions?: Registry;
}

/**
 * Reads one serialized FileDescriptorProto, within the limits of a set; nothing else about it is checked.
 * **Throws** DESCRIPTOR_INVALID.
 */
export function parseFileDescriptor(bytes: Uint8Array, limits?: DescriptorLimits): FileDescriptorProto {
  const [file] = parseSet(asSet(bytes), resolveLimits(limits));
  if (file === undefined) throw descriptorInvalid('it has no files');
  return file;
}

/**
 * The .proto text of a file: compiled with its imports, it gives the descriptor again, comments and positions excepted. Type names
 * are absolute. **Throws** DESCRIPTOR_INVALID for what no text says: names that are none, options that nobody declares.
 */
export function printFile(file: FileDescriptorProto, { extensions }: PrintOptions = {}): string {
  const lines = new LineWriter();
  const context = { syntax: syntaxOf(file), extensions: extensions ?? null, lines };
  lines.add(
    context.syntax === 'editions' ? `edition = "${editionOf(file)}";` : `syntax = "${context.syntax}";`,
  );
  if (file.package !== '') lines.add(`package ${typeName(file.package)};`);
  printImports(context, file);
  printOptions(context, FileOptionsSchema, file.options);
  new ScopePrinter(context, {
    name: file.package === '' ? '' : `.${file.package}`,
    messages: file.messageType,
    fields: [],
    extensions: file.extension,
    message: null,
  }).print();
  for (const proto of file.enumType) printEnum(context, proto);
  for (const proto of file.service) printService(context, proto);
  return lines.text();
}

function printImports(context: PrintContext, file: FileDescriptorProto): void {
  for (const [index, path] of file.dependency.entries()) {
    const weak = file.weakDependency.includes(index) ? 'weak ' : '';
    const word = file.publicDependency.includes(index) ? 'public ' : weak;
    context.lines.add(`import ${word}${textLiteral(path)};`);
  }
  for (const path of file.optionDependency) context.lines.add(`import option ${textLiteral(path)};`);
}

function syntaxOf(file: FileDescriptorProto): PrintContext['syntax'] {
  if (file.syntax === '' || file.syntax === 'proto2') return 'proto2';
  if (file.syntax === 'proto3' || file.syntax === 'editions') return file.syntax;
  throw descriptorInvalid(`its syntax is ${quote(file.syntax)}`);
}

function editionOf(file: FileDescriptorProto): string {
  const name = EditionSchema.value[file.edition]?.name ?? '';
  if (!/^EDITION_\d+$/.test(name)) throw descriptorInvalid(`its edition ${file.edition} is not known`);
  return name.slice('EDITION_'.length);
}

/** A set with this one file: its tag, its length, its bytes. */
function asSet(bytes: Uint8Array): Uint8Array {
  const head = [0x0a];
  let length = bytes.byteLength;
  for (; length > 0x7f; length = Math.floor(length / 0x80)) head.push((length % 0x80) | 0x80);
  head.push(length);
  const set = new Uint8Array(head.length + bytes.byteLength);
  set.set(head);
  set.set(bytes, head.length);
  return set;
}
