import type { ModuleSpec } from './model.js';
import { mutateEnum } from './mutate-enum.js';
import { mutateExtension } from './mutate-extension.js';
import { mutateField } from './mutate-field.js';
import { mutateFile } from './mutate-file.js';
import { mutateMessage } from './mutate-message.js';
import { mutateService } from './mutate-service.js';
import type { Maker } from './random-module.js';

/** One change of a module, in place; a change that finds nothing to work on does nothing. */
export type Mutation = (module: ModuleSpec, maker: Maker) => void;

const KINDS: readonly Mutation[] = [
  mutateFile,
  mutateMessage,
  mutateField,
  mutateField,
  mutateEnum,
  mutateService,
  mutateExtension,
];

/** A copy of the module with one to nine changes of all kinds. */
export function mutate(before: ModuleSpec, maker: Maker): ModuleSpec {
  const after = structuredClone(before);
  for (let times = 1 + maker.random.below(9); times > 0; times--)
    if (after.files.length > 0) maker.random.pick(KINDS)(after, maker);
  return after;
}
