import { isFieldSet } from '@bufbuild/protobuf';
import {
  Edition,
  FeatureSet_Utf8Validation,
  FieldOptions_CType,
  FieldOptionsSchema,
  FileOptionsSchema,
} from '@bufbuild/protobuf/wkt';
import { CPP_STRING, JAVA_VERIFY } from './features.js';
import type { FieldNode } from './model.js';

/** How C++ code holds a string or bytes field. */
export type CppString = 'VIEW' | 'CORD' | 'STRING' | 'STRING_PIECE';

/** Resolved from ctype, where the edition has it, else from the feature (pb.cpp).string_type. */
export function cppStringOf({ proto, file, features }: FieldNode): CppString {
  const { options } = proto;
  const hasCtype = file.proto.syntax !== 'editions' || file.proto.edition < Edition.EDITION_2024;
  if (hasCtype && options !== undefined && isFieldSet(options, FieldOptionsSchema.field.ctype)) {
    if (options.ctype === FieldOptions_CType.CORD) return 'CORD';
    return options.ctype === FieldOptions_CType.STRING_PIECE ? 'STRING_PIECE' : 'STRING';
  }
  if (features.cppString === CPP_STRING.view) return 'VIEW';
  return features.cppString === CPP_STRING.cord ? 'CORD' : 'STRING';
}

/** Whether Java code verifies that a string is UTF-8. */
export function javaVerifiesUtf8({ file, features }: FieldNode): boolean {
  const { options, syntax } = file.proto;
  const own = features.utf8 === FeatureSet_Utf8Validation.VERIFY;
  const isSet = options !== undefined && isFieldSet(options, FileOptionsSchema.field.javaStringCheckUtf8);
  if (syntax !== 'editions' || isSet) return options?.javaStringCheckUtf8 === true || own;
  return features.javaUtf8 === JAVA_VERIFY || own;
}
