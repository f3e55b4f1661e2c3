import { z } from 'zod';

const texts = z.array(z.string({ error: 'a text is expected' }), { error: 'a list is expected' });
const strings = texts.nullish().transform((list) => list ?? []);
const flag = z
  .boolean({ error: 'true or false is expected' })
  .nullish()
  .transform((value) => value ?? false);

/** Strict: an option that was not understood would change what is refused. */
const breaking = z.strictObject({
  use: strings,
  except: strings,
  ignore: strings,
  ignore_only: z
    .record(z.string(), texts, { error: 'a rule or category with a list of paths is expected' })
    .nullish()
    .transform((map) => map ?? {}),
  ignore_unstable_packages: flag,
  disable_builtin: flag.refine((isOff) => !isOff, {
    error: 'only rules of plugins are left by that, and plugins are not run here',
  }),
});

const v1Build = z.looseObject({ roots: strings, excludes: strings }).nullish();
const name = z.string().nullish();

/** The parts of a buf.yaml v1 and v1beta1 that say what is compared, and how. */
const single = z.looseObject({
  version: z.enum(['v1', 'v1beta1']),
  name,
  build: v1Build,
  breaking: breaking.nullish(),
});

const module = z.looseObject({
  path: z.string({ error: 'a path is expected' }),
  name,
  includes: strings,
  excludes: strings,
  breaking: breaking.nullish(),
});

/** The same of v2. */
const workspace = z.looseObject({
  version: z.literal('v2'),
  name,
  breaking: breaking.nullish(),
  modules: z.array(module, { error: 'a list is expected' }).nullish(),
});

/** What is read of a buf.yaml. **Source** https://buf.build/docs/configuration/ */
export const BUF_SCHEMA = z.discriminatedUnion('version', [single, workspace], {
  error: 'version: v1beta1, v1 or v2 is expected',
});

/** What is read of a buf.work.yaml, which names the modules of a v1 workspace. */
export const BUF_WORK_SCHEMA = z.looseObject({
  version: z.literal('v1', { error: 'v1 is expected' }),
  directories: texts.min(1, 'name one at least'),
});

/** A `breaking` section, with what was not said filled in. */
export type BreakingSection = z.infer<typeof breaking>;

/** A buf.yaml v1 or v1beta1, which is of one module. */
export type SingleYaml = z.infer<typeof single>;

/** A buf.yaml v2. */
export type WorkspaceYaml = z.infer<typeof workspace>;

/** A module in a buf.yaml v2. */
export type ModuleYaml = z.infer<typeof module>;
