import type { DescEnum, DescFile, DescMessage } from '@bufbuild/protobuf';
import { Edition, FeatureSet_JsonFormat, type FeatureSet } from '@bufbuild/protobuf/wkt';

/** The feature json_format of a message or enum, with what it inherits. proto2 has LEGACY_BEST_EFFORT, all others ALLOW. */
export function jsonFormatOf(desc: DescMessage | DescEnum): FeatureSet_JsonFormat {
  for (let at: DescMessage | DescEnum | undefined = desc; at; at = at.parent) {
    const own = stated(at.proto.options?.features);
    if (own !== null) return own;
  }
  return stated(desc.file.proto.options?.features) ?? defaultOf(desc.file);
}

function stated(features: FeatureSet | undefined): FeatureSet_JsonFormat | null {
  const own = features?.jsonFormat ?? FeatureSet_JsonFormat.JSON_FORMAT_UNKNOWN;
  return own === FeatureSet_JsonFormat.JSON_FORMAT_UNKNOWN ? null : own;
}

function defaultOf(file: DescFile): FeatureSet_JsonFormat {
  return file.edition === Edition.EDITION_PROTO2
    ? FeatureSet_JsonFormat.LEGACY_BEST_EFFORT
    : FeatureSet_JsonFormat.ALLOW;
}
