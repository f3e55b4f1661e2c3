// Written by npm run gen.
import { enumNoDelete } from './buf/enum-no-delete.rule.js';
import { enumSameJsonFormat } from './buf/enum-same-json-format.rule.js';
import { enumSameType } from './buf/enum-same-type.rule.js';
import { enumValueNoDeleteUnlessNameReserved } from './buf/enum-value-no-delete-unless-name-reserved.rule.js';
import { enumValueNoDeleteUnlessNumberReserved } from './buf/enum-value-no-delete-unless-number-reserved.rule.js';
import { enumValueNoDelete } from './buf/enum-value-no-delete.rule.js';
import { enumValueSameName } from './buf/enum-value-same-name.rule.js';
import { extensionMessageNoDelete } from './buf/extension-message-no-delete.rule.js';
import { extensionNoDelete } from './buf/extension-no-delete.rule.js';
import { fieldNoDeleteUnlessNameReserved } from './buf/field-no-delete-unless-name-reserved.rule.js';
import { fieldNoDeleteUnlessNumberReserved } from './buf/field-no-delete-unless-number-reserved.rule.js';
import { fieldNoDelete } from './buf/field-no-delete.rule.js';
import { fieldSameCardinality } from './buf/field-same-cardinality.rule.js';
import { fieldSameCppStringType } from './buf/field-same-cpp-string-type.rule.js';
import { fieldSameDefault } from './buf/field-same-default.rule.js';
import { fieldSameJavaUtf8Validation } from './buf/field-same-java-utf8-validation.rule.js';
import { fieldSameJsonName } from './buf/field-same-json-name.rule.js';
import { fieldSameJstype } from './buf/field-same-jstype.rule.js';
import { fieldSameName } from './buf/field-same-name.rule.js';
import { fieldSameOneof } from './buf/field-same-oneof.rule.js';
import { fieldSameType } from './buf/field-same-type.rule.js';
import { fieldSameUtf8Validation } from './buf/field-same-utf8-validation.rule.js';
import { fieldWireCompatibleCardinality } from './buf/field-wire-compatible-cardinality.rule.js';
import { fieldWireCompatibleType } from './buf/field-wire-compatible-type.rule.js';
import { fieldWireJsonCompatibleCardinality } from './buf/field-wire-json-compatible-cardinality.rule.js';
import { fieldWireJsonCompatibleType } from './buf/field-wire-json-compatible-type.rule.js';
import { fileNoDelete } from './buf/file-no-delete.rule.js';
import { fileSameCcEnableArenas } from './buf/file-same-cc-enable-arenas.rule.js';
import { fileSameCcGenericServices } from './buf/file-same-cc-generic-services.rule.js';
import { fileSameCsharpNamespace } from './buf/file-same-csharp-namespace.rule.js';
import { fileSameGoPackage } from './buf/file-same-go-package.rule.js';
import { fileSameJavaGenericServices } from './buf/file-same-java-generic-services.rule.js';
import { fileSameJavaMultipleFiles } from './buf/file-same-java-multiple-files.rule.js';
import { fileSameJavaOuterClassname } from './buf/file-same-java-outer-classname.rule.js';
import { fileSameJavaPackage } from './buf/file-same-java-package.rule.js';
import { fileSameObjcClassPrefix } from './buf/file-same-objc-class-prefix.rule.js';
import { fileSameOptimizeFor } from './buf/file-same-optimize-for.rule.js';
import { fileSamePackage } from './buf/file-same-package.rule.js';
import { fileSamePhpClassPrefix } from './buf/file-same-php-class-prefix.rule.js';
import { fileSamePhpMetadataNamespace } from './buf/file-same-php-metadata-namespace.rule.js';
import { fileSamePhpNamespace } from './buf/file-same-php-namespace.rule.js';
import { fileSamePyGenericServices } from './buf/file-same-py-generic-services.rule.js';
import { fileSameRubyPackage } from './buf/file-same-ruby-package.rule.js';
import { fileSameSwiftPrefix } from './buf/file-same-swift-prefix.rule.js';
import { fileSameSyntax } from './buf/file-same-syntax.rule.js';
import { messageNoDelete } from './buf/message-no-delete.rule.js';
import { messageNoRemoveStandardDescriptorAccessor } from './buf/message-no-remove-standard-descriptor-accessor.rule.js';
import { messageSameJsonFormat } from './buf/message-same-json-format.rule.js';
import { messageSameMessageSetWireFormat } from './buf/message-same-message-set-wire-format.rule.js';
import { messageSameRequiredFields } from './buf/message-same-required-fields.rule.js';
import { oneofNoDelete } from './buf/oneof-no-delete.rule.js';
import { packageEnumNoDelete } from './buf/package-enum-no-delete.rule.js';
import { packageExtensionNoDelete } from './buf/package-extension-no-delete.rule.js';
import { packageMessageNoDelete } from './buf/package-message-no-delete.rule.js';
import { packageNoDelete } from './buf/package-no-delete.rule.js';
import { packageServiceNoDelete } from './buf/package-service-no-delete.rule.js';
import { reservedEnumNoDelete } from './buf/reserved-enum-no-delete.rule.js';
import { reservedMessageNoDelete } from './buf/reserved-message-no-delete.rule.js';
import { rpcNoDelete } from './buf/rpc-no-delete.rule.js';
import { rpcSameClientStreaming } from './buf/rpc-same-client-streaming.rule.js';
import { rpcSameIdempotencyLevel } from './buf/rpc-same-idempotency-level.rule.js';
import { rpcSameRequestType } from './buf/rpc-same-request-type.rule.js';
import { rpcSameResponseType } from './buf/rpc-same-response-type.rule.js';
import { rpcSameServerStreaming } from './buf/rpc-same-server-streaming.rule.js';
import { serviceNoDelete } from './buf/service-no-delete.rule.js';

export const BUF_RULES = [
  enumNoDelete,
  enumSameJsonFormat,
  enumSameType,
  enumValueNoDeleteUnlessNameReserved,
  enumValueNoDeleteUnlessNumberReserved,
  enumValueNoDelete,
  enumValueSameName,
  extensionMessageNoDelete,
  extensionNoDelete,
  fieldNoDeleteUnlessNameReserved,
  fieldNoDeleteUnlessNumberReserved,
  fieldNoDelete,
  fieldSameCardinality,
  fieldSameCppStringType,
  fieldSameDefault,
  fieldSameJavaUtf8Validation,
  fieldSameJsonName,
  fieldSameJstype,
  fieldSameName,
  fieldSameOneof,
  fieldSameType,
  fieldSameUtf8Validation,
  fieldWireCompatibleCardinality,
  fieldWireCompatibleType,
  fieldWireJsonCompatibleCardinality,
  fieldWireJsonCompatibleType,
  fileNoDelete,
  fileSameCcEnableArenas,
  fileSameCcGenericServices,
  fileSameCsharpNamespace,
  fileSameGoPackage,
  fileSameJavaGenericServices,
  fileSameJavaMultipleFiles,
  fileSameJavaOuterClassname,
  fileSameJavaPackage,
  fileSameObjcClassPrefix,
  fileSameOptimizeFor,
  fileSamePackage,
  fileSamePhpClassPrefix,
  fileSamePhpMetadataNamespace,
  fileSamePhpNamespace,
  fileSamePyGenericServices,
  fileSameRubyPackage,
  fileSameSwiftPrefix,
  fileSameSyntax,
  messageNoDelete,
  messageNoRemoveStandardDescriptorAccessor,
  messageSameJsonFormat,
  messageSameMessageSetWireFormat,
  messageSameRequiredFields,
  oneofNoDelete,
  packageEnumNoDelete,
  packageExtensionNoDelete,
  packageMessageNoDelete,
  packageNoDelete,
  packageServiceNoDelete,
  reservedEnumNoDelete,
  reservedMessageNoDelete,
  rpcNoDelete,
  rpcSameClientStreaming,
  rpcSameIdempotencyLevel,
  rpcSameRequestType,
  rpcSameResponseType,
  rpcSameServerStreaming,
  serviceNoDelete,
];
