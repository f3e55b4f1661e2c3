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

/** Anything that a schema declares. */
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
 * Stable address of an element: `#/file/a/b.proto`, `#/pkg.Message`, `#/pkg.Message/field/7`, `#/pkg.Message/oneof/name`,
 * `#/pkg.Enum`, `#/pkg.Enum/value/3`, `#/pkg.Service`, `#/pkg.Service/method/Name`, `#/pkg.Extendee/extension/100`.
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
    case 'enum_value':
      return `#/${desc.parent.typeName}/value/${desc.number}`;
    case 'rpc':
      return `#/${desc.parent.typeName}/method/${desc.name}`;
    case 'extension':
      return `#/${desc.extendee.typeName}/extension/${desc.number}`;
  }
}

/** The file that an element stands in. */
export function fileOf(desc: AnyElement): DescFile {
  switch (desc.kind) {
    case 'file':
      return desc;
    case 'message':
    case 'enum':
    case 'service':
    case 'extension':
      return desc.file;
    case 'field':
    case 'oneof':
    case 'enum_value':
    case 'rpc':
      return desc.parent.file;
  }
}
