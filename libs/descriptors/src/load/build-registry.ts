import {
  create,
  createFileRegistry,
  ScalarType,
  type DescExtension,
  type DescField,
  type FileRegistry,
} from '@bufbuild/protobuf';
import { nestedTypes } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { descriptorInvalid, quote } from './problem.js';

/** Reflection over checked files that are in the order of their imports. **Throws** DESCRIPTOR_INVALID, such as for an unknown edition. */
export function buildRegistry(files: readonly FileDescriptorProto[]): FileRegistry {
  const set = create(FileDescriptorSetSchema);
  set.file = [...files];
  try {
    const registry = createFileRegistry(set);
    for (const file of registry.files) {
      for (const type of nestedTypes(file)) {
        if (type.kind === 'message') type.fields.forEach(checkDefault);
        else if (type.kind === 'extension') checkDefault(type);
      }
    }
    return registry;
  } catch (cause) {
    throw descriptorInvalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Defaults are texts that are read on use; a bad one must not wait for the first event. */
function checkDefault(field: DescField | DescExtension): void {
  if (field.fieldKind !== 'scalar' && field.fieldKind !== 'enum') return;
  let problem: unknown;
  try {
    const value = field.getDefaultValue();
    const fraction = field.scalar === ScalarType.FLOAT || field.scalar === ScalarType.DOUBLE;
    if (typeof value !== 'number' || fraction || Number.isInteger(value)) return;
  } catch (cause) {
    problem = cause;
  }
  throw new Error(`field ${quote(field.name)} has a default that can not be read`, { cause: problem });
}
