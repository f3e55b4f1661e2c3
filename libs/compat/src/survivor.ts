import type { DescEnum, DescFile, DescMessage } from '@bufbuild/protobuf';
import type { AnyElement } from '#libs/descriptors';
import type { SchemaShape } from './shape/schema-shape.js';

/** The nearest parent of an element that a schema still has, by full name, at last its file; null when that is gone too. */
export function survivorOf(element: AnyElement, schema: SchemaShape): AnyElement | null {
  let parent: DescMessage | DescEnum | null = ownerOf(element);
  while (parent !== null) {
    const found = schema.messages.get(parent.typeName)?.desc ?? schema.enums.get(parent.typeName)?.desc;
    if (found) return found;
    parent = parent.parent ?? null;
  }
  return schema.schema.registry.getFile(fileOf(element).proto.name) ?? null;
}

function ownerOf(element: AnyElement): DescMessage | DescEnum | null {
  switch (element.kind) {
    case 'field':
    case 'oneof':
    case 'enum_value':
      return element.parent;
    case 'extension':
      return element.extendee;
    case 'message':
    case 'enum':
      return element;
    case 'file':
    case 'service':
    case 'rpc':
      return null;
  }
}

function fileOf(element: AnyElement): DescFile {
  if (element.kind === 'file') return element;
  return 'file' in element ? element.file : element.parent.file;
}
