import type { FileSpec, ModuleSpec } from './model.js';
import { pickOr, remove, turnOption } from './pick.js';
import * as pools from './pools.js';
import type { Maker } from './random-module.js';

/** Changes a file: options mostly; also syntax, package, path; adds or deletes files and packages. */
export function mutateFile(module: ModuleSpec, maker: Maker): void {
  const { random } = maker;
  const file = pickOr(random, module.files);
  if (file === null) return;
  switch (random.below(14)) {
    case 0:
      return remove(module.files, file);
    case 1:
      file.path = random.pick(pools.PATHS);
      return;
    case 2:
    case 3:
      file.package = random.pick(pools.PACKAGES);
      return;
    case 4:
    case 5:
      file.syntax = random.pick(pools.SYNTAXES);
      return;
    case 6:
      return deletePackage(module, file.package);
    case 7:
      module.files.push(maker.file());
      return;
    case 8:
      return shuffleElements(file, maker);
    default:
      for (let times = 1 + random.below(4); times > 0; times--)
        turnOption(random, file.options, pools.FILE_OPTIONS);
  }
}

function deletePackage(module: ModuleSpec, name: string): void {
  module.files = module.files.filter((file) => file.package !== name);
}

/** Turns the order of declarations, which is nobody's business. */
function shuffleElements(file: FileSpec, maker: Maker): void {
  for (const list of [file.messages, file.enums, file.services, ...file.messages.map((one) => one.fields)])
    (list as { id: number }[]).sort(() => maker.random.below(3) - 1);
}
