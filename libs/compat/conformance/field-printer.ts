import type { Random } from '../test/random.js';
import type { EnumSpec, FieldSpec, FileSpec, TypeRef } from './model.js';
import type { ModuleIndex } from './module-index.js';
import type { Naming } from './naming.js';
import { mayStand, standing, WIDE_INTEGERS } from './pools.js';

const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  bool: ['false', 'true', 'true'],
  string: ['""', '"abc"', String.raw`"x\ny"`],
  bytes: ['""', '"abc"', String.raw`"\001\xff"`],
  float: ['0', '1.5', 'inf'],
  double: ['-0.0', '1e30', 'nan'],
  signed: ['0', '5', '-7'],
  unsigned: ['0', '5', '7'],
};
const UNSIGNED = /^(?:u|fixed)/;

/** Writes fields and extensions as tokens. */
export class FieldPrinter {
  constructor(
    readonly file: FileSpec,
    readonly index: ModuleIndex,
    readonly naming: Naming,
    readonly random: Random | null,
  ) {}

  /** A field without its closing semicolon. */
  tokens(field: FieldSpec, name: string): string[] {
    const type = this.typeName(field.type);
    const head =
      field.label === 'map' ? ['map', '<', field.mapKey, ',', type, '>'] : [...this.#label(field), type];
    return [...head, name, '=', this.#number(field), ...this.#options(field)];
  }

  /** A group of proto2 up to its body. */
  groupTokens(field: FieldSpec, bodyName: string): string[] {
    return [...this.#label(field), 'group', bodyName, '=', this.#number(field), ...this.#options(field)];
  }

  /** A type as written in this file. */
  typeName(type: TypeRef): string {
    if (type.kind === 'scalar') return type.name;
    if (type.kind === 'wellKnown') return `.${type.name}`;
    const place = this.index.find(type.id);
    if (place === null) throw new Error(`a settled module refers to ${type.id}, which is not there`);
    const name = this.naming.fullName(place.file, place.names);
    return !this.naming.bare && this.random?.oneIn(2) ? name : `.${name}`;
  }

  #number(field: FieldSpec): string {
    return String(field.extendee === 'options' ? this.naming.optionNumber(field.number) : field.number);
  }

  #label({ label, oneof }: FieldSpec): string[] {
    if (oneof !== null) return [];
    if (label === 'repeated') return ['repeated'];
    switch (this.file.syntax) {
      case 'proto2':
        return [label === 'required' ? 'required' : 'optional'];
      case 'proto3':
        return label === 'explicit' ? ['optional'] : [];
      default:
        return [];
    }
  }

  #options(field: FieldSpec): string[] {
    const options = standing(field.options, this.file.syntax);
    const value = field.default === null ? null : this.#default(field);
    if (value !== null) options.push(['default', value]);
    options.push(...this.#features(field));
    if (options.length === 0) return [];
    const lists = options.map(([name, text]) => [name, '=', text]);
    return ['[', ...lists.flatMap((item, at) => (at === 0 ? item : [',', ...item])), ']'];
  }

  #features(field: FieldSpec): [string, string][] {
    if (!mayStand('features.field_presence', this.file.syntax)) return [];
    const features: [string, string][] = [];
    if (field.group !== null) features.push(['features.message_encoding', 'DELIMITED']);
    if (field.oneof !== null || field.extendee !== null) return features;
    const byDefault = this.file.options['features.field_presence'] ?? 'EXPLICIT';
    const place = field.type.kind === 'named' ? this.index.find(field.type.id) : null;
    const isMessage = field.type.kind === 'wellKnown' || place?.kind === 'message';
    if (field.label === 'required') features.push(['features.field_presence', 'LEGACY_REQUIRED']);
    if (field.label === 'implicit' && !isMessage) features.push(['features.field_presence', 'IMPLICIT']);
    if (field.label === 'explicit' && !isMessage && byDefault === 'IMPLICIT')
      features.push(['features.field_presence', 'EXPLICIT']);
    return features;
  }

  #default(field: FieldSpec): string {
    const at = field.default ?? 0;
    if (field.type.kind === 'named') {
      const place = this.index.find(field.type.id);
      if (place?.kind !== 'enum') throw new Error('a settled module gives a message a default');
      return this.#valueName(place.spec, at, place.names.length === 1);
    }
    const name = field.type.name;
    const numbers = UNSIGNED.test(name) ? 'unsigned' : 'signed';
    const key = WIDE_INTEGERS.includes(name) ? numbers : name;
    return (DEFAULTS[key] ?? DEFAULTS[numbers])?.[at] ?? '0';
  }

  #valueName({ values }: EnumSpec, at: number, top: boolean): string {
    const value = values[at % values.length];
    if (value === undefined) throw new Error('a settled module has an enum without values');
    return this.naming.value(value.name, top);
  }
}
