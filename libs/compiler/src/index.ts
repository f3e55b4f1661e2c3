export { Compiler, type CompileResult, type CompilerOptions, type CompilerStats } from './compiler.js';
export { snippetAt, type Diagnostic, type SourceFile } from './diagnostic.js';
export { DEFAULT_LIMITS, type CompilerLimits } from './limits.js';
