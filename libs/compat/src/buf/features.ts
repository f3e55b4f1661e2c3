import { BinaryReader } from '@bufbuild/protobuf/wire';
import {
  Edition,
  FeatureSet_EnumType,
  FeatureSet_FieldPresence,
  FeatureSet_JsonFormat,
  FeatureSet_MessageEncoding,
  FeatureSet_Utf8Validation,
  type FeatureSet,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';

/** Resolved features of an element: its own over its parent's over the defaults of the edition. **Source** descriptor.proto, FeatureSet. */
export interface Features {
  readonly presence: FeatureSet_FieldPresence;
  readonly enumType: FeatureSet_EnumType;
  readonly utf8: FeatureSet_Utf8Validation;
  readonly encoding: FeatureSet_MessageEncoding;
  readonly jsonFormat: FeatureSet_JsonFormat;
  /** `pb.CppFeatures.StringType`: VIEW 1, CORD 2, STRING 3. */
  readonly cppString: number;
  /** `pb.JavaFeatures.Utf8Validation`: DEFAULT 1, VERIFY 2. */
  readonly javaUtf8: number;
}

/** Numbers of the two language extensions of FeatureSet, and of the fields in them that rules ask for. */
export const CPP_FEATURES = 1000;
export const JAVA_FEATURES = 1001;
const STRING_TYPE = 2;
const UTF8_VALIDATION = 2;
/** Value of `pb.CppFeatures.StringType`. */
export const CPP_STRING = { view: 1, cord: 2, string: 3 } as const;
/** Value of `pb.JavaFeatures.Utf8Validation`. */
export const JAVA_VERIFY = 2;

const EDITIONS: Features = {
  presence: FeatureSet_FieldPresence.EXPLICIT,
  enumType: FeatureSet_EnumType.OPEN,
  utf8: FeatureSet_Utf8Validation.VERIFY,
  encoding: FeatureSet_MessageEncoding.LENGTH_PREFIXED,
  jsonFormat: FeatureSet_JsonFormat.ALLOW,
  cppString: CPP_STRING.string,
  javaUtf8: 1,
};

const PROTO3: Features = { ...EDITIONS, presence: FeatureSet_FieldPresence.IMPLICIT };

const PROTO2: Features = {
  ...EDITIONS,
  enumType: FeatureSet_EnumType.CLOSED,
  utf8: FeatureSet_Utf8Validation.NONE,
  jsonFormat: FeatureSet_JsonFormat.LEGACY_BEST_EFFORT,
};

/** Defaults of a file's syntax or edition. */
export function defaultFeatures({ syntax, edition }: FileDescriptorProto): Features {
  if (syntax === 'proto3') return PROTO3;
  if (syntax !== 'editions') return PROTO2;
  return edition >= Edition.EDITION_2024 ? { ...EDITIONS, cppString: CPP_STRING.view } : EDITIONS;
}

/** A parent's features with what an element sets itself. */
export function mergeFeatures(parent: Features, own: FeatureSet | undefined): Features {
  if (own === undefined) return parent;
  return {
    presence: own.fieldPresence || parent.presence,
    enumType: own.enumType || parent.enumType,
    utf8: own.utf8Validation || parent.utf8,
    encoding: own.messageEncoding || parent.encoding,
    jsonFormat: own.jsonFormat || parent.jsonFormat,
    cppString: languageFeature(own, CPP_FEATURES, STRING_TYPE) ?? parent.cppString,
    javaUtf8: languageFeature(own, JAVA_FEATURES, UTF8_VALIDATION) ?? parent.javaUtf8,
  };
}

/** An enum inside one of FeatureSet's extensions; null when it is not set. */
function languageFeature(features: FeatureSet, extension: number, field: number): number | null {
  let found: number | null = null;
  for (const unknown of features.$unknown ?? []) {
    if (unknown.no !== extension) continue;
    const inner = new BinaryReader(new BinaryReader(unknown.data).bytes());
    while (inner.pos < inner.len) {
      const [number, wireType] = inner.tag();
      if (number === field) found = inner.int32();
      else inner.skip(wireType, number);
    }
  }
  return found;
}
