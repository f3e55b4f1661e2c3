// Makes payloads from what the registry serves: nothing is generated, nothing is known beforehand.
import { createFileRegistry, fromBinary, fromJson, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

/** Writes messages of one published version. */
export class MessageFactory {
  /** Fetches a version's descriptor set. */
  static async of(api, subject, version) {
    const at = `/api/v1/subjects/${encodeURIComponent(subject)}/versions/${version}`;
    const [info, descriptorSet] = await Promise.all([api.get(at), api.bytes(`${at}/descriptor-set`)]);
    return new MessageFactory(info, descriptorSet);
  }

  constructor(info, descriptorSet) {
    this.fingerprint = info.fingerprint;
    this.id = info.id;
    this.registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));
  }

  /** ProtoJSON of a message as its bytes. Throws for a field that this version lacks. */
  encode(type, json) {
    const desc = this.registry.getMessage(type);
    if (desc === undefined) throw new Error(`version has no message ${type}`);
    return toBinary(desc, fromJson(desc, json, { registry: this.registry }));
  }
}
