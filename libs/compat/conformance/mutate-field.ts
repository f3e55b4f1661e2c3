import { messagesOf, type FieldSpec, type Label, type MessageSpec, type ModuleSpec } from './model.js';
import { pickOr, remove, reserveSome, turnOption } from './pick.js';
import * as pools from './pools.js';
import type { Maker } from './random-module.js';

const LABELS: readonly Label[] = ['explicit', 'implicit', 'required', 'repeated', 'map'];
/** Types that some of the rules take for one another. */
const NEIGHBOURS: readonly (readonly string[])[] = [
  ['int32', 'int64', 'uint32', 'uint64', 'bool'],
  ['sint32', 'sint64'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
  ['string', 'bytes'],
];
const ENCODED: readonly string[] = ['string', 'bytes', ...pools.WIDE_INTEGERS];

/** Changes a field of a message in one of all ways. */
export function mutateField(module: ModuleSpec, maker: Maker): void {
  const holders = module.files.flatMap(messagesOf).filter((one) => one.fields.length > 0);
  const message = pickOr(maker.random, holders);
  if (message === null) return;
  const field = maker.random.pick(message.fields);
  if (maker.random.oneIn(4)) return mutatePlace(message, field, maker);
  changeField(field, module, maker);
}

function mutatePlace(message: MessageSpec, field: FieldSpec, maker: Maker): void {
  const { random } = maker;
  switch (random.below(5)) {
    case 0:
      message.fields.push(maker.field(1));
      return;
    case 1:
      field.oneof = random.oneIn(3) ? null : random.pick(pools.ONEOF_NAMES);
      return;
    default:
      remove(message.fields, field);
      reserveSome(message, field, maker);
  }
}

/** Changes what a field or an extension says. */
export function changeField(field: FieldSpec, module: ModuleSpec, maker: Maker): void {
  const { random } = maker;
  switch (random.below(12)) {
    case 0:
      field.name = random.pick(field.extendee === null ? pools.FIELD_NAMES : pools.EXTENSION_NAMES);
      return;
    case 1:
      field.number = random.pick(pools.FIELD_NUMBERS);
      return;
    case 2:
    case 3:
      field.label = random.pick(LABELS);
      return;
    case 4:
    case 5:
      return retype(field, module, maker);
    case 6:
      field.default = random.oneIn(3) ? null : random.below(3);
      return;
    case 7:
      field.oneof = field.oneof === null ? random.pick(pools.ONEOF_NAMES) : null;
      return;
    case 8:
    case 9:
      return changeEncoding(field, maker);
    default:
      turnOption(random, field.options, pools.FIELD_OPTIONS);
  }
}

function retype(field: FieldSpec, module: ModuleSpec, maker: Maker): void {
  const { random } = maker;
  if (field.group !== null) {
    const id = field.group.id;
    // The body stays, as a message beside it, so that the encoding is the only change.
    if (random.oneIn(2)) field.group = null;
    field.type = field.group === null ? maker.type(module) : { kind: 'named', id };
    return;
  }
  const scalar = field.type.kind === 'scalar' ? field.type.name : null;
  const near = NEIGHBOURS.find((list) => scalar !== null && list.includes(scalar));
  if (near !== undefined && random.oneIn(2)) field.type = { kind: 'scalar', name: random.pick(near) };
  else field.type = maker.type(module);
}

/** Options that only some types have, on a field of such a type. */
function changeEncoding(field: FieldSpec, maker: Maker): void {
  const { random } = maker;
  if (field.group !== null) return;
  const isEncoded = field.type.kind === 'scalar' && ENCODED.includes(field.type.name);
  if (!isEncoded) return turnOption(random, field.options, pools.FIELD_OPTIONS);
  for (const name of Object.keys(pools.FIELD_OPTIONS)) {
    if (name === 'json_name' || !random.oneIn(2)) continue;
    if (random.oneIn(3)) delete field.options[name];
    else field.options[name] = random.pick(pools.FIELD_OPTIONS[name] ?? []);
  }
}
