import type { DescMessage } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import type { ResolvedLimits } from './limits.js';
import { descriptorInvalid } from './problem.js';

/** Options and unknown fields for each element. */
const SUPPORTING_PER_ELEMENT = 6;

const ELEMENT_TYPES: ReadonlySet<string> = new Set(
  [
    'DescriptorProto',
    'DescriptorProto.ExtensionRange',
    'DescriptorProto.ReservedRange',
    'EnumDescriptorProto',
    'EnumDescriptorProto.EnumReservedRange',
    'EnumValueDescriptorProto',
    'FieldDescriptorProto',
    'MethodDescriptorProto',
    'OneofDescriptorProto',
    'ServiceDescriptorProto',
  ].map((name) => `google.protobuf.${name}`),
);
/** dependency, public_dependency, weak_dependency, option_dependency. */
const IMPORT_FIELDS: ReadonlySet<number> = new Set([3, 10, 11, 15]);

/** Counts what decoding would make. **Throws** DESCRIPTOR_INVALID as soon as a limit is passed. */
export class ObjectCounter {
  private files = 0;
  private elements = 0;
  private supporting = 0;

  constructor(private readonly limits: ResolvedLimits) {}

  addFile(): void {
    if (++this.files > this.limits.maxFiles)
      throw descriptorInvalid(`it has more than ${this.limits.maxFiles} files`);
  }

  addMessage(desc: DescMessage): void {
    if (ELEMENT_TYPES.has(desc.typeName)) this.addElement();
    else this.addSupporting();
  }

  /** A field of `owner` that holds no message. */
  addScalar(owner: DescMessage, number: number): void {
    if (owner === FileDescriptorProtoSchema && IMPORT_FIELDS.has(number)) this.addElement();
  }

  /** Something that makes an object but is no element: options, a position, a field that nobody knows. */
  addSupporting(): void {
    const limit = this.limits.maxElements * SUPPORTING_PER_ELEMENT;
    if (++this.supporting > limit)
      throw descriptorInvalid(`it has more than ${limit} options and unknown fields`);
  }

  private addElement(): void {
    if (++this.elements > this.limits.maxElements)
      throw descriptorInvalid(`it has more than ${this.limits.maxElements} elements (messages, fields, …)`);
  }
}
