import { scopesOf, type ModuleSpec } from './model.js';
import { changeField } from './mutate-field.js';
import { pickOr, remove } from './pick.js';
import type { Maker } from './random-module.js';

/** Changes an extension: deletes, moves, adds one, or changes what it says. */
export function mutateExtension(module: ModuleSpec, maker: Maker): void {
  const { random } = maker;
  const scopes = scopesOf(module);
  const holder = pickOr(
    random,
    scopes.filter(({ scope }) => scope.extensions.length > 0),
  );
  if (holder === null || random.oneIn(6)) {
    random.pick(scopes).scope.extensions.push(maker.extension(module));
    return;
  }
  const field = random.pick(holder.scope.extensions);
  switch (random.below(6)) {
    case 0:
      return remove(holder.scope.extensions, field);
    case 1:
      remove(holder.scope.extensions, field);
      random.pick(scopes).scope.extensions.push(field);
      return;
    case 2:
      field.number = maker.extension(module).number;
      return;
    default:
      return changeField(field, module, maker);
  }
}
