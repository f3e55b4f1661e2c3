import { isOpen, ModuleIndex } from './module-index.js';
import {
  isMessageScope,
  messagesOf,
  scopesOf,
  type EnumSpec,
  type FileSpec,
  type MessageSpec,
} from './model.js';
import { type ModuleSpec, type Scope } from './model.js';
import { apart, holds, keepReservedNames, unique } from './ranges.js';
import { settleEnum } from './settle-enum.js';
import { settleFields } from './settle-fields.js';
import { settleReferences } from './settle-references.js';

/**
 * The module with what breaks the language's rules taken out or put right: a random tree in, sources that compile out. What is right
 * stays as it is, so that a mutation is still the difference between the two sides.
 */
export function settle(module: ModuleSpec): ModuleSpec {
  const settled = structuredClone(module);
  settled.files = unique(settled.files, (file) => file.path);
  nameOnce(settled);
  for (const file of settled.files) settleElements(file);
  settleReferences(settled);
  const index = new ModuleIndex(settled);
  for (const { scope, file } of scopesOf(settled)) settleFields(scope, file, index);
  return settled;
}

function settleElements(file: FileSpec): void {
  for (const message of messagesOf(file)) settleMessage(message, file);
  for (const scope of [file, ...messagesOf(file)])
    for (const one of scope.enums) settleEnum(one, isOpen(one, file));
}

/** Names are unique in a package, over its files, and in a message. */
function nameOnce(module: ModuleSpec): void {
  const packages = new Map<string, Set<string>>();
  for (const file of module.files) {
    const taken = packages.get(file.package) ?? new Set();
    packages.set(file.package, taken);
    file.services = takeNames(file.services, taken);
    for (const service of file.services) service.rpcs = unique(service.rpcs, (rpc) => rpc.name);
    nameScope(file, taken);
  }
}

function nameScope(scope: Scope, taken: Set<string>): void {
  scope.messages = takeNames(scope.messages, taken);
  scope.enums = takeNames(scope.enums, taken);
  for (const one of scope.enums) takeValueNames(one, taken);
  if (isMessageScope(scope)) nameFields(scope, taken);
  scope.extensions = scope.extensions.filter((field) => takeFieldName(field, taken));
  for (const message of scope.messages) nameScope(message, new Set());
  for (const field of scope.extensions) if (field.group !== null) nameScope(field.group, new Set());
}

function nameFields(message: MessageSpec, taken: Set<string>): void {
  const jsonNames = new Set<string>();
  message.fields = message.fields.filter((field) => {
    if (field.oneof !== null && taken.has(field.oneof) && !isOneof(message, field.oneof)) field.oneof = null;
    if (!takeFieldName(field, taken)) return false;
    const json = field.options['json_name'];
    const derived = jsonNameOf(field.name);
    if (json !== undefined && jsonNames.has(json)) delete field.options['json_name'];
    const name = field.options['json_name'] ?? `"${derived}"`;
    // The derived name counts too: it conflicts with another's own name in the older syntaxes.
    if (jsonNames.has(name) || jsonNames.has(`"${derived}"`)) return false;
    jsonNames.add(name).add(`"${derived}"`);
    return true;
  });
  for (const field of message.fields) if (field.group !== null) nameScope(field.group, new Set());
}

function isOneof(message: MessageSpec, name: string): boolean {
  return !message.fields.some((field) => field.name === name);
}

/** A group's message and its field have the same name but for the case. */
function takeFieldName(field: { name: string; group: MessageSpec | null }, taken: Set<string>): boolean {
  if (field.group !== null) field.name = field.group.name.toLowerCase();
  const names = field.group === null ? [field.name] : [field.name, field.group.name];
  if (names.some((name) => taken.has(name))) return false;
  for (const name of names) taken.add(name);
  return true;
}

function jsonNameOf(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function takeNames<T extends { name: string }>(list: readonly T[], taken: Set<string>): T[] {
  return unique(list, (one) => one.name, taken);
}

/** Values are named beside their enum, not in it. */
function takeValueNames(one: EnumSpec, taken: Set<string>): void {
  one.values = takeNames(one.values, taken);
}

function settleMessage(message: MessageSpec, file: FileSpec): void {
  if (file.syntax === 'proto3') message.extensionRanges = [];
  message.reserved = apart(message.reserved);
  message.extensionRanges = apart(message.extensionRanges, message.reserved);
  const fields = unique(message.fields, (field) => String(field.number));
  const closed = [...message.reserved, ...message.extensionRanges];
  message.fields = fields.filter(
    (field) => field.number > 0 && !closed.some((one) => holds(one, field.number)),
  );
  keepReservedNames(message, new Set(message.fields.map((field) => field.name)));
}
