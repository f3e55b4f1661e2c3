import type {
  DescEnum,
  DescExtension,
  DescField,
  DescFile,
  DescMessage,
  FileRegistry,
} from '@bufbuild/protobuf';

/** Types that the root files hold or refer to, directly or not, by full name. */
export function reachableTypes(registry: FileRegistry, rootFiles: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue: DescMessage[] = [];
  const visit = (type: DescMessage | DescEnum | undefined): void => {
    if (type === undefined || reached.has(type.typeName)) return;
    reached.add(type.typeName);
    if (type.kind === 'message') queue.push(type);
  };
  for (const path of rootFiles) {
    const file = registry.getFile(path);
    if (file !== undefined) visitRoot(file, visit);
  }
  for (const message of queue) for (const field of message.fields) visitField(field, visit);
  return reached;
}

type Visit = (type: DescMessage | DescEnum | undefined) => void;

function visitRoot(file: DescFile, visit: Visit): void {
  for (const type of file.enums) visit(type);
  for (const message of file.messages) visitWhole(message, visit);
  for (const extension of file.extensions) visitField(extension, visit);
  for (const service of file.services) {
    for (const method of service.methods) {
      visit(method.input);
      visit(method.output);
    }
  }
}

/** A root file's message with everything declared in it, used or not. */
function visitWhole(message: DescMessage, visit: Visit): void {
  visit(message);
  for (const type of message.nestedEnums) visit(type);
  for (const nested of message.nestedMessages) visitWhole(nested, visit);
  for (const extension of message.nestedExtensions) visitField(extension, visit);
}

function visitField(field: DescField | DescExtension, visit: Visit): void {
  visit(field.message);
  visit(field.enum);
  if (field.kind === 'extension') visit(field.extendee);
}
