import type { ModuleIndex } from './module-index.js';
import {
  isMessageScope,
  messagesOf,
  type FieldSpec,
  type FileSpec,
  type Options,
  type Scope,
} from './model.js';
import type { TypeRef } from './model.js';
import type { Naming } from './naming.js';
import { standing } from './pools.js';

/** What a file must import, in order of first use. */
export function importsOf(file: FileSpec, index: ModuleIndex, naming: Naming): string[] {
  const paths = new Set<string>();
  const need = (type: TypeRef): void => {
    if (type.kind === 'wellKnown')
      paths.add(`google/protobuf/${type.name.split('.')[2]?.toLowerCase()}.proto`);
    if (type.kind !== 'named') return;
    const place = index.find(type.id);
    if (place !== null && place.file !== file) paths.add(naming.path(place.file));
  };
  for (const field of fieldsUnder(file)) {
    need(field.type);
    if (field.extendee === 'options') paths.add('google/protobuf/descriptor.proto');
    else if (field.extendee !== null) need({ kind: 'named', id: field.extendee });
  }
  for (const { request, response } of file.services.flatMap((service) => service.rpcs)) {
    need(request);
    need(response);
  }
  const options = [file.options, ...fieldsUnder(file).map((field) => field.options)];
  for (const language of ['cpp', 'java'])
    if (options.some((one) => says(one, language, file)))
      paths.add(`google/protobuf/${language}_features.proto`);
  return [...paths];
}

function says(options: Options, language: string, file: FileSpec): boolean {
  return standing(options, file.syntax).some(([name]) => name.includes(`(pb.${language})`));
}

/** All fields and extensions of a file. */
function fieldsUnder(file: FileSpec): readonly FieldSpec[] {
  return [file, ...messagesOf(file)].flatMap((scope: Scope) =>
    isMessageScope(scope) ? [...scope.fields, ...scope.extensions] : scope.extensions,
  );
}
