import type { Diagnostic } from './diagnostic.js';

/** What a text compiles to, wherever that is known from. */
export type Outcome =
  | {
      readonly ok: true;
      /** FileDescriptorSet with source info and with every import that is used, imports before importers. */
      readonly image: Uint8Array;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** What a compilation came to. `cached`: this call started no process. */
export type CompileResult =
  | {
      readonly ok: true;
      /**
       * FileDescriptorSet with source info, whose columns are UTF-16 units, and with every import that is used, imports before importers. Shared:
       * don't write to it.
       */
      readonly image: Uint8Array;
      /** Import paths of the schema's own files, sorted. */
      readonly rootFiles: readonly string[];
      readonly cached: boolean;
    }
  | {
      readonly ok: false;
      /** By file, line, column; at most 100. */
      readonly diagnostics: readonly Diagnostic[];
      readonly cached: boolean;
    };
