import { messagesOf, scopesOf, type EnumSpec, type ModuleSpec, type Scope } from './model.js';
import { pickOr, remove, reserveSome, turnOption, turnReservations } from './pick.js';
import * as pools from './pools.js';
import type { Maker } from './random-module.js';

/** Changes an enum or a value of it. */
export function mutateEnum(module: ModuleSpec, maker: Maker): void {
  const { random } = maker;
  const holder = pickOr(
    random,
    scopesOf(module).filter(({ scope }) => scope.enums.length > 0),
  );
  if (holder === null) return;
  const one = random.pick(holder.scope.enums);
  switch (random.below(14)) {
    case 0:
      return remove(holder.scope.enums, one);
    case 1:
      one.name = random.pick(pools.ENUM_NAMES);
      return;
    case 2:
      return moveEnum(module, holder.scope, one, maker);
    case 3:
      return replaceEnum(module, one, maker);
    case 4:
    case 5:
      return turnOption(random, one.options, pools.ENUM_OPTIONS);
    case 6:
    case 7:
      return turnReservations(one, maker, 10);
    default:
      return mutateValue(one, maker);
  }
}

function mutateValue(one: EnumSpec, maker: Maker): void {
  const { random } = maker;
  const value = pickOr(random, one.values);
  switch (value === null ? 0 : random.below(6)) {
    case 0:
      one.values.push(maker.value(one.name));
      return;
    case 1:
      if (value !== null) value.name = maker.value(one.name).name;
      return;
    case 2:
      if (value !== null) value.number = random.pick(pools.ENUM_NUMBERS);
      return;
    case 3:
      if (value !== null) one.values.push({ ...maker.value(one.name), number: value.number });
      return;
    default:
      if (value === null) return;
      remove(one.values, value);
      reserveSome(one, value, maker);
  }
}

function moveEnum(module: ModuleSpec, from: Scope, one: EnumSpec, maker: Maker): void {
  remove(from.enums, one);
  maker.random.pick(scopesOf(module)).scope.enums.push(one);
}

/** Fields of the enum take a like one of the same short name elsewhere, with a value more or less. */
function replaceEnum(module: ModuleSpec, one: EnumSpec, maker: Maker): void {
  const like: EnumSpec = { ...structuredClone(one), id: maker.ids.next() };
  if (maker.random.oneIn(3)) mutateValue(like, maker);
  maker.random.pick(scopesOf(module)).scope.enums.push(like);
  for (const field of module.files.flatMap(messagesOf).flatMap((message) => message.fields))
    if (field.type.kind === 'named' && field.type.id === one.id) field.type = { kind: 'named', id: like.id };
}
