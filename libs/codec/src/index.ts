export type { Cell, CellForm, RowColumn } from './cell.js';
export { createCodec } from './create-codec.js';
export type { DecodeFailure, DecodeReason, Decoded } from './decoded.js';
export type { CodecOptions } from './limits.js';
export { emitModule, moduleBody, moduleHead, type ModuleInput } from './standalone/emit-module.js';
export { emitTypes } from './standalone/emit-types.js';
export type { EncodeFailure, Encoded, MessageCodec } from './message-codec.js';
