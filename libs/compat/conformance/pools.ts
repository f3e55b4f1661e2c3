import type { Options, Syntax } from './model.js';

/** Names and values that modules are made of; pools are small so that names meet again. */
export const SYNTAXES: readonly Syntax[] = ['proto2', 'proto3', '2023', '2024'];
export const PATHS: readonly string[] = ['a.proto', 'b.proto', 'c.proto', 'sub/a.proto', 'sub/d.proto'];
export const PACKAGES: readonly string[] = ['x', 'x', 'x.v1', 'y', 'y.v1beta1', 'z.v2alpha', ''];
export const MESSAGE_NAMES: readonly string[] = ['Ma', 'Mb', 'Mc', 'Md', 'Me'];
export const GROUP_NAMES: readonly string[] = ['Ga', 'Gb', 'Gc'];
export const ENUM_NAMES: readonly string[] = ['Ea', 'Eb', 'Ec'];
export const SERVICE_NAMES: readonly string[] = ['Sa', 'Sb'];
export const RPC_NAMES: readonly string[] = ['Ra', 'Rb', 'Rc'];
export const FIELD_NAMES: readonly string[] = [
  'fa',
  'fb',
  'fc',
  'fd',
  'fe',
  'f_g',
  'some_field',
  'other_one_x',
];
export const EXTENSION_NAMES: readonly string[] = ['xa', 'xb', 'xc', 'xd', 'x_e'];
export const ONEOF_NAMES: readonly string[] = ['oa', 'ob', 'oc'];
export const VALUE_NAMES: readonly string[] = ['UNKNOWN', 'ONE', 'TWO', 'RED', 'BLUE', 'OTHER_X'];
export const MAP_KEYS: readonly string[] = ['int32', 'string', 'int64', 'bool', 'uint32'];
export const WELL_KNOWN: readonly string[] = ['google.protobuf.Timestamp', 'google.protobuf.Duration'];
export const FIELD_NUMBERS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 15, 16, 101, 103, 1000];
export const ENUM_NUMBERS: readonly number[] = [0, 1, 2, 3, 4, -1, -5, 2147483647, -2147483648];
const NUMBER_TYPES =
  'int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool float double';
export const SCALARS: readonly string[] = `${NUMBER_TYPES} string string string bytes bytes`.split(' ');
export const WIDE_INTEGERS: readonly string[] = ['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'];

/** Where reserved ranges of enums begin. */
export const ENUM_RANGES: readonly number[] = [10, 10, -30];

const TEXTS = ['"a"', '"b.c"', '""'];
const TRUTHS = ['true', 'true', 'false'];
/** File option -> values. */
export const FILE_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  java_package: TEXTS,
  java_outer_classname: TEXTS,
  csharp_namespace: TEXTS,
  go_package: ['"a/b"', '"b/c;d"'],
  objc_class_prefix: TEXTS,
  php_class_prefix: TEXTS,
  php_namespace: TEXTS,
  php_metadata_namespace: TEXTS,
  ruby_package: TEXTS,
  swift_prefix: TEXTS,
  java_multiple_files: TRUTHS,
  cc_enable_arenas: TRUTHS,
  cc_generic_services: TRUTHS,
  java_generic_services: TRUTHS,
  py_generic_services: TRUTHS,
  java_string_check_utf8: TRUTHS,
  optimize_for: ['SPEED', 'CODE_SIZE', 'LITE_RUNTIME'],
  deprecated: TRUTHS,
  'features.field_presence': ['EXPLICIT', 'IMPLICIT'],
  'features.enum_type': ['OPEN', 'CLOSED'],
  'features.utf8_validation': ['VERIFY', 'NONE'],
  'features.json_format': ['ALLOW', 'LEGACY_BEST_EFFORT'],
  'features.message_encoding': ['LENGTH_PREFIXED', 'DELIMITED'],
  'features.repeated_field_encoding': ['PACKED', 'EXPANDED'],
  'features.(pb.cpp).string_type': ['VIEW', 'CORD', 'STRING'],
  'features.(pb.java).utf8_validation': ['DEFAULT', 'VERIFY'],
};
/** Message option -> values. */
export const MESSAGE_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  no_standard_descriptor_accessor: TRUTHS,
  // buf refuses modules that say true, so that its deprecated rule about them never speaks.
  message_set_wire_format: ['false'],
  deprecated: TRUTHS,
  'features.json_format': ['ALLOW', 'LEGACY_BEST_EFFORT'],
};
/** Field option -> values. */
export const FIELD_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  json_name: ['"j"', '"k"', '"fa"', '"someField"'],
  ctype: ['STRING', 'CORD', 'STRING_PIECE'],
  jstype: ['JS_NORMAL', 'JS_STRING', 'JS_NUMBER'],
  deprecated: TRUTHS,
  packed: TRUTHS,
  'features.utf8_validation': ['VERIFY', 'NONE'],
  'features.message_encoding': ['LENGTH_PREFIXED', 'DELIMITED'],
  'features.(pb.cpp).string_type': ['VIEW', 'CORD', 'STRING'],
  'features.(pb.java).utf8_validation': ['DEFAULT', 'VERIFY'],
};
/** Enum option -> values. */
export const ENUM_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  deprecated: TRUTHS,
  'features.enum_type': ['OPEN', 'CLOSED'],
  'features.json_format': ['ALLOW', 'LEGACY_BEST_EFFORT'],
};
/** Method option -> values. */
export const RPC_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  idempotency_level: ['IDEMPOTENT', 'NO_SIDE_EFFECTS', 'IDEMPOTENCY_UNKNOWN'],
  deprecated: TRUTHS,
};

const RETIRED_IN_2024 = new Set(['ctype', 'java_multiple_files', 'py_generic_services']);

/** True when a file of the syntax may say the option; what it may not is left out of the text. */
export function mayStand(option: string, syntax: Syntax): boolean {
  const edition = syntax.startsWith('2');
  if (option.startsWith('features.')) return edition;
  if (option === 'java_string_check_utf8' || option === 'packed') return !edition;
  return syntax !== '2024' || !RETIRED_IN_2024.has(option);
}

/** The options of a file that its syntax allows. */
export function standing(options: Options, syntax: Syntax): [string, string][] {
  return Object.entries(options).filter(([name]) => mayStand(name, syntax));
}
