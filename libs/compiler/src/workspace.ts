import { PROTOKOLL_PROTOS } from '#libs/gen';
import type { SourceFile } from './source-file.js';
import { WELL_KNOWN_PROTOS } from './well-known-protos.js';
import { writeTar, type TarEntry } from './tar.js';

/** Folder of the schema's own files in the workspace that is compiled. */
export const ROOTS = 'files';
/** Folder of what may be imported. */
export const IMPORTS = 'imports';

// The only configuration that the compiler ever sees. Two modules of one workspace: `files` is built, `imports` only as far as used.
const CONFIGURATION = `version: v2\nmodules:\n  - path: ${ROOTS}\n  - path: ${IMPORTS}\n`;
const EMPTY_MODULE = { name: `${IMPORTS}/protokoll_no_import.proto`, content: '' };

/** Files and imports, each by path, imports without those that are among the files and with what is bundled. */
export interface Workspace {
  readonly files: readonly SourceFile[];
  readonly imports: readonly SourceFile[];
}

/** Puts a compilation in its one form: whatever order the sources came in, the workspace is the same. */
export function makeWorkspace(files: readonly SourceFile[], imports: readonly SourceFile[]): Workspace {
  const own = new Set([...files, ...imports].map((file) => file.path));
  const bundled = [...Object.entries(PROTOKOLL_PROTOS), ...wellKnownOf([...files, ...imports])]
    .filter(([path]) => !own.has(path))
    .map(([path, content]) => ({ path, content }));
  return { files: byPath(files), imports: byPath([...imports, ...bundled]) };
}

/** True for a path that is always there to be imported. */
export function isBundled(path: string): boolean {
  const own = Object.hasOwn(PROTOKOLL_PROTOS, path) || WELL_KNOWN_PROTOS.has(path);
  return own || path.startsWith('google/protobuf/');
}

/** Those that a text names, so that a workspace does not change when others are added. None imports another. */
function wellKnownOf(sources: readonly SourceFile[]): [string, string][] {
  return [...WELL_KNOWN_PROTOS].filter(([path]) => sources.some(({ content }) => content.includes(path)));
}

/** The workspace as a tar archive, which the compiler reads from its input: no source ever touches the disk. */
export function packWorkspace(workspace: Workspace): Buffer {
  return writeTar(entriesOf(workspace));
}

function* entriesOf({ files, imports }: Workspace): Generator<TarEntry> {
  yield { name: 'buf.yaml', content: CONFIGURATION };
  for (const { path, content } of files) yield { name: `${ROOTS}/${path}`, content };
  for (const { path, content } of imports) yield { name: `${IMPORTS}/${path}`, content };
  if (imports.length === 0) yield EMPTY_MODULE;
}

function byPath(files: readonly SourceFile[]): SourceFile[] {
  return [...files].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}
