import {
  clearExtension,
  clone,
  create,
  getExtension,
  hasExtension,
  setExtension,
  type DescExtension,
  type Message,
  type Registry,
} from '@bufbuild/protobuf';
import {
  FieldOptionsSchema,
  FileDescriptorProtoSchema,
  MessageOptionsSchema,
  type DescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { FAILURES } from './confluent-error.js';
import type { SchemaTags } from './request-body.js';

/** File that declares the options in which a .proto text has tags. */
export const META_FILE = 'confluent/meta.proto';

interface Entity {
  readonly path: string;
  readonly type: SchemaTags['schemaEntity']['entityType'];
  readonly proto: DescriptorProto | FieldDescriptorProto;
}

type Meta = Message & { tags: string[]; readonly doc: string; readonly params: object };

/** What tags a file has, by declaration. `meta` has the options of {@link META_FILE}. */
export function inlineTags(file: FileDescriptorProto, meta: Registry): SchemaTags[] {
  return [...entities(file)].flatMap((entity) => {
    const tags = tagsOf(entity, meta);
    const schemaEntity = { entityPath: entity.path, entityType: entity.type };
    return tags.length === 0 ? [] : [{ schemaEntity, tags: [...tags] }];
  });
}

/** The file with tags added and removed. **Throws** 42201 for a path that it has not. */
export function changeTags(
  file: FileDescriptorProto,
  meta: Registry,
  { add, remove }: { readonly add: readonly SchemaTags[]; readonly remove: readonly SchemaTags[] },
): FileDescriptorProto {
  const changed = clone(FileDescriptorProtoSchema, file);
  const known = [...entities(changed)];
  for (const { schemaEntity, tags } of add) {
    const entity = find(known, changed.package, schemaEntity);
    setTags(entity, meta, [...new Set([...tagsOf(entity, meta), ...tags])]);
  }
  for (const { schemaEntity, tags } of remove) {
    const entity = find(known, changed.package, schemaEntity);
    const kept = tagsOf(entity, meta).filter((tag) => !tags.includes(tag));
    setTags(entity, meta, kept);
  }
  if (!changed.dependency.includes(META_FILE)) changed.dependency.push(META_FILE);
  return changed;
}

/** Type and path of everything in a file that may have tags. */
export function entityPaths(file: FileDescriptorProto): ReadonlySet<string> {
  return new Set([...entities(file)].map(({ type, path }) => `${type} ${path}`));
}

function* entities(file: FileDescriptorProto): Generator<Entity> {
  for (const message of file.messageType) yield* entitiesOf(message, file.package);
}

function* entitiesOf(message: DescriptorProto, scope: string): Generator<Entity> {
  if (message.options?.mapEntry === true) return;
  const path = scope === '' ? message.name : `${scope}.${message.name}`;
  yield { path, type: 'SR_RECORD', proto: message };
  for (const field of message.field) yield { path: `${path}.${field.name}`, type: 'SR_FIELD', proto: field };
  for (const nested of message.nestedType) yield* entitiesOf(nested, path);
}

/** Paths may come with a leading dot, and without the package. */
function find(known: readonly Entity[], scope: string, wanted: SchemaTags['schemaEntity']): Entity {
  const path = wanted.entityPath.replace(/^\./, '');
  const named = [path, scope === '' ? path : `${scope}.${path}`];
  const found = known.find((entity) => entity.type === wanted.entityType && named.includes(entity.path));
  if (found !== undefined) return found;
  throw FAILURES.invalidSchema(`No matching path '${wanted.entityPath.slice(0, 200)}' found in the schema`);
}

function extensionOf({ type }: Entity, meta: Registry): DescExtension {
  const extension = meta.getExtension(
    type === 'SR_RECORD' ? 'confluent.message_meta' : 'confluent.field_meta',
  );
  if (extension === undefined) throw FAILURES.invalidSchema(`${META_FILE} declares no tags`);
  return extension;
}

function metaOf(entity: Entity, meta: Registry): Meta | null {
  const extension = extensionOf(entity, meta);
  const { options } = entity.proto;
  return options !== undefined && hasExtension(options, extension)
    ? (getExtension(options, extension) as Meta)
    : null;
}

function tagsOf(entity: Entity, meta: Registry): readonly string[] {
  return metaOf(entity, meta)?.tags ?? [];
}

function setTags(entity: Entity, meta: Registry, tags: readonly string[]): void {
  const extension = extensionOf(entity, meta);
  const value = metaOf(entity, meta) ?? (create(extension.message!) as Meta);
  value.tags = [...tags];
  const options = (entity.proto.options ??= create(
    entity.type === 'SR_RECORD' ? MessageOptionsSchema : FieldOptionsSchema,
  ));
  const says = tags.length > 0 || value.doc !== '' || Object.keys(value.params).length > 0;
  if (says) setExtension(options, extension, value);
  else clearExtension(options, extension);
}
