export type { CompileInput } from './batch.js';
export { Compiler } from './compiler.js';
export type { CompileResult } from './compile-result.js';
export {
  DEFAULT_LIMITS,
  type CompilerLimits,
  type CompilerOptions,
  type CompilerStats,
} from './compiler-options.js';
export type { Diagnostic } from './diagnostic.js';
export { lineAt, snippetAt } from './snippet.js';
export type { SourceFile } from './source-file.js';
