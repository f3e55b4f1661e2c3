import type {
  DescEnum,
  DescEnumValue,
  DescExtension,
  DescField,
  DescFile,
  DescMessage,
  DescMethod,
  DescOneof,
  DescService,
} from '@bufbuild/protobuf';

/** Anything that can be declared in a .proto file. */
export type AnyElement =
  | DescFile
  | DescMessage
  | DescField
  | DescOneof
  | DescEnum
  | DescEnumValue
  | DescService
  | DescMethod
  | DescExtension;

/**
 * Names an element in findings: `#/pkg.Message`, `#/pkg.Message/field/7`, `#/pkg.Message/oneof/name`, `#/pkg.Enum/value/3`,
 * `#/pkg.Service/method/Name`, `#/pkg.Extendee/extension/100`, `#/file/a/b.proto`. Fields, extensions and values
 * go by number, so a rename keeps the path; the aliases of an enum value share one.
 */
export function elementPath(desc: AnyElement): string {
  switch (desc.kind) {
    case 'file':
      return `#/file/${desc.proto.name}`;
    case 'message':
    case 'enum':
    case 'service':
      return `#/${desc.typeName}`;
    case 'field':
      return `#/${desc.parent.typeName}/field/${desc.number}`;
    case 'oneof':
      return `#/${desc.parent.typeName}/oneof/${desc.name}`;
    case 'extension':
      return `#/${desc.extendee.typeName}/extension/${desc.number}`;
    case 'enum_value':
      return `#/${desc.parent.typeName}/value/${desc.number}`;
    case 'rpc':
      return `#/${desc.parent.typeName}/method/${desc.name}`;
  }
}
