import type { EnumNode, FieldNode, FileNode, MessageNode, MethodNode, ServiceNode } from './model.js';

/** Element path of a field or an extension; of a part of a map's entry the entry's. */
export function fieldPath({ parent, extendee, proto }: FieldNode): string {
  return extendee === ''
    ? `#/${parent?.fullName ?? ''}/field/${proto.number}`
    : `#/${extendee}/extension/${proto.number}`;
}

/** Element path of a message, an enum or a service. */
export function typePath({ fullName }: MessageNode | EnumNode | ServiceNode): string {
  return `#/${fullName}`;
}

/** Element path of a method. */
export function methodPath({ service, proto }: MethodNode): string {
  return `#/${service.fullName}/method/${proto.name}`;
}

/** Element path of a file. */
export function filePath({ path }: FileNode): string {
  return `#/file/${path}`;
}

/** A field or an extension in words. */
export function describeBufField({ parent, extendee, proto, fullName }: FieldNode): string {
  return extendee === ''
    ? `Field ${proto.number} "${proto.name}" of ${parent?.fullName ?? ''}`
    : `Extension ${proto.number} "${fullName}" of ${extendee}`;
}

/** A method in words. */
export function describeMethod({ service, proto }: MethodNode): string {
  return `RPC "${proto.name}" of ${service.fullName}`;
}
