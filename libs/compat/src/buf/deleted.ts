import type { BufComplaint, Views } from './define-buf-rule.js';
import type { Deletable, DeletableKind } from './deletables.js';
import type { View } from './image.js';
import type { FileNode, MessageNode } from './model.js';
import { inFile, placeOf, type Place } from './place.js';

/** Complains of each element that the same file does not have any more. */
export function deletedFromFile<T extends Deletable>(
  kind: DeletableKind<T>,
  before: FileNode,
  after: FileNode,
): readonly BufComplaint[] {
  const left = new Set(kind.inFile(after).map(({ nestedName }) => nestedName));
  return kind
    .inFile(before)
    .filter(({ nestedName }) => !left.has(nestedName))
    .map((element) => ({
      message: `${kind.name} "${element.nestedName}" was deleted from the file.`,
      path: kind.pathOf(element),
      before: placeOf(element),
      after: survivor(after, element.nestedName, messagesOf(after)),
    }));
}

/** What buf does differently for one kind of element. */
export interface PackageQuirks {
  /** Whether a message that took the place of the deleted one's parent may be in another file of the package. */
  readonly parents: 'file' | 'package';
  /** Whether a package that has none of the kind any more is looked at. */
  readonly emptied: boolean;
}

/** Complains of each element that no file of the same package has any more; a package that is gone is another rule's. */
export function deletedFromPackage<T extends Deletable>(
  kind: DeletableKind<T>,
  views: Views,
  { parents, emptied }: PackageQuirks = { parents: 'file', emptied: false },
): readonly BufComplaint[] {
  return [...views.before.packages].flatMap(([name, files]) => {
    const rest = views.after.packages.get(name);
    if (rest === undefined) return [];
    const left = new Set(rest.flatMap(kind.inFile).map(({ nestedName }) => nestedName));
    if (left.size === 0 && !emptied) return [];
    const deleted = files.flatMap(kind.inFile).filter(({ nestedName }) => !left.has(nestedName));
    if (deleted.length === 0) return [];
    const ofPackage = new Map(rest.flatMap((file) => [...messagesOf(file)]));
    return deleted.map((element) => ({
      message: `${kind.name} "${element.nestedName}" was deleted from package "${name}".`,
      path: kind.pathOf(element),
      before: placeOf(element),
      after: survivorInView(views.after, element, parents === 'package' ? ofPackage : null),
    }));
  });
}

/** Null when the file is gone: then nothing says from where it was deleted. */
function survivorInView(
  view: View,
  element: Deletable,
  messages: ReadonlyMap<string, MessageNode> | null,
): Place | null {
  const file = view.files.get(element.file.path);
  return file === undefined ? null : survivor(file, element.nestedName, messages ?? messagesOf(file));
}

/** The nearest message around a name that is still there, else the file. */
function survivor(file: FileNode, nestedName: string, messages: ReadonlyMap<string, MessageNode>): Place {
  const parts = nestedName.split('.');
  for (let length = parts.length - 1; length > 0; length--) {
    const message = messages.get(parts.slice(0, length).join('.'));
    if (message !== undefined) return placeOf(message);
  }
  return inFile(file);
}

const messagesByFile = new WeakMap<FileNode, ReadonlyMap<string, MessageNode>>();

function messagesOf(file: FileNode): ReadonlyMap<string, MessageNode> {
  let messages = messagesByFile.get(file);
  if (messages === undefined) {
    messages = new Map(file.messages.map((message) => [message.nestedName, message]));
    messagesByFile.set(file, messages);
  }
  return messages;
}
