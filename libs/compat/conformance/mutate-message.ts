import { messagesOf, scopesOf, type MessageSpec, type ModuleSpec, type Scope } from './model.js';
import { pickOr, remove, turnOption, turnRanges, turnReservations } from './pick.js';
import * as pools from './pools.js';
import type { Maker } from './random-module.js';

/** Changes a message apart from its fields: deletes, renames, moves, adds; its options, reservations and extension ranges. */
export function mutateMessage(module: ModuleSpec, maker: Maker): void {
  const { random } = maker;
  const holder = pickOr(
    random,
    scopesOf(module).filter(({ scope }) => scope.messages.length > 0),
  );
  if (holder === null) return;
  const { scope } = holder;
  const message = random.pick(scope.messages);
  switch (random.below(14)) {
    case 0:
      return remove(scope.messages, message);
    case 1:
      message.name = random.pick(pools.MESSAGE_NAMES);
      return;
    case 2:
    case 3:
      return moveMessage(module, scope, message, maker);
    case 4:
      scope.messages.push(maker.message(1));
      return;
    case 5:
    case 6:
      return turnOption(random, message.options, pools.MESSAGE_OPTIONS);
    case 7:
    case 8:
      return turnRanges(message.extensionRanges, maker, 100);
    case 9:
      return turnOneof(message, maker);
    default:
      return turnReservations(message, maker, 20);
  }
}

/** Into another file, mostly of the same package, or into or out of a message. */
function moveMessage(module: ModuleSpec, from: Scope, message: MessageSpec, maker: Maker): void {
  const under = new Set<Scope>([message, ...messagesOf(message)]);
  const targets = scopesOf(module).filter(({ scope }) => !under.has(scope) && scope !== from);
  const files = targets.filter(({ scope, file }) => scope === file);
  const target = pickOr(maker.random, maker.random.oneIn(3) || files.length === 0 ? targets : files);
  if (target === null) return;
  remove(from.messages, message);
  target.scope.messages.push(message);
}

/** Renames or empties a oneof. */
function turnOneof(message: MessageSpec, maker: Maker): void {
  const member = message.fields.find((field) => field.oneof !== null);
  if (member === undefined) return;
  const name = member.oneof;
  const renamed = maker.random.oneIn(3) ? null : maker.random.pick(pools.ONEOF_NAMES);
  for (const field of message.fields) if (field.oneof === name) field.oneof = renamed;
}
