import {
  ScalarType,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  type Registry,
} from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { protoCamelCase } from '@bufbuild/protobuf/reflect';
import { WireType } from '@bufbuild/protobuf/wire';
import { scalarReader, type ScalarReader } from '../wire/read-scalar.js';
import { wireTypeOf } from '../wire/wire-type.js';
import { wellKnownKind, type WellKnownKind } from './well-known.js';

/** What is read for one value of a field: a scalar, a number of an enum, or a message. */
export interface ValuePlan {
  /** The wire type of one value. */
  readonly wireType: WireType;
  /** The scalar type; INT32 for an enum, null for a message. */
  readonly scalar: ScalarType | null;
  readonly enum: DescEnum | null;
  /** Numbers that a closed enum has; null when any number is taken. */
  readonly closed: ReadonlySet<number> | null;
  /** True when text must be UTF-8. */
  readonly strict: boolean;
  /** Reads one scalar. **Throws** for a message: a caller's mistake. */
  readonly read: ScalarReader;
  /** The plan of a message value. **Throws** for a scalar: a caller's mistake. */
  message(): MessagePlan;
  readonly isMessage: boolean;
}

/** What walking a message has to know of one field or extension. */
export interface FieldPlan {
  readonly desc: DescField | DescExtension;
  readonly number: number;
  /** Index into {@link MessageNode.values}. */
  readonly slot: number;
  /** How a path names it: `name`, or `[pkg.name]` for an extension. */
  readonly segment: string;
  readonly jsonName: string;
  readonly kind: 'single' | 'list' | 'map';
  readonly value: ValuePlan;
  /** The key of a map. */
  readonly key: ValuePlan | null;
  /** True for a list whose values may come packed. */
  readonly packable: boolean;
  readonly required: boolean;
  /** True when the field is not told apart from its zero value. */
  readonly implicit: boolean;
  /** Slots of the other members of its oneof. */
  readonly rivals: readonly number[];
}

/** How to read one message type. Made once for a type and registry. */
export interface MessagePlan {
  readonly desc: DescMessage;
  /** Fields by number, then extensions by number; the index is the slot. */
  readonly fields: readonly FieldPlan[];
  /** What a message's values are copied from: room for all at once, unless most of them will stay empty. */
  readonly blank: readonly undefined[];
  readonly byNumber: ReadonlyMap<number, FieldPlan>;
  /** The fields with small numbers, by number: found in a third of the time. */
  readonly near: readonly (FieldPlan | undefined)[];
  /** What a message of this type counts against the limit of elements. */
  readonly weight: number;
  /** True when it, or a message that it may hold, has a required field. */
  mayLackRequired(): boolean;
  readonly wellKnown: WellKnownKind | null;
  /** True when its extensions travel as items of the MessageSet format. */
  readonly messageSet: boolean;
  /** True when it, or a message that it may hold, is a MessageSet. */
  mayHoldSets(): boolean;
}

const MOST_ROOM = 64;
const MOST_NEAR = 32;

function isMessageSet(desc: DescMessage): boolean {
  return desc.proto.options?.messageSetWireFormat === true;
}

function reachesSet(root: MessagePlan): boolean {
  const plans = new Set([root]);
  for (const plan of plans) {
    if (plan.messageSet) return true;
    for (const { value } of plan.fields) if (value.isMessage) plans.add(value.message());
  }
  return false;
}

/** The plans of a registry's types. */
export class Plans {
  readonly #plans = new Map<DescMessage, MessagePlan>();
  readonly #extensions = new Map<string, DescExtension[]>();
  readonly #required = new Map<MessagePlan, boolean>();

  /** Hardly any registry has one. */
  readonly #hasSets: boolean;

  private constructor(readonly registry: Registry) {
    this.#hasSets = [...registry].some((type) => type.kind === 'message' && isMessageSet(type));
    for (const type of registry) {
      if (type.kind !== 'extension') continue;
      const known = this.#extensions.get(type.extendee.typeName);
      if (known === undefined) this.#extensions.set(type.extendee.typeName, [type]);
      else known.push(type);
    }
  }

  /** The plans of that registry, shared by all who ask. */
  static of(registry: Registry): Plans {
    let plans = SHARED.get(registry);
    if (plans === undefined) {
      plans = new Plans(registry);
      SHARED.set(registry, plans);
    }
    return plans;
  }

  /** The plan of a message type. */
  plan(desc: DescMessage): MessagePlan {
    let plan = this.#plans.get(desc);
    if (plan === undefined) {
      plan = this.#make(desc);
      this.#plans.set(desc, plan);
    }
    return plan;
  }

  #make(desc: DescMessage): MessagePlan {
    const ascending = (one: { number: number }, other: { number: number }): number =>
      one.number - other.number;
    const extensions = this.#extensions.get(desc.typeName) ?? [];
    const descs = [...[...desc.fields].sort(ascending), ...[...extensions].sort(ascending)];
    const slots = new Map<DescField | DescExtension, number>(descs.map((field, slot) => [field, slot]));
    const fields = descs.map((field, slot) => fieldPlan(this, field, slot, slots));
    const byNumber = new Map(fields.map((field) => [field.number, field]));
    let lacks: boolean | null = null;
    let sets: boolean | null = null;
    return {
      desc,
      fields,
      blank: fields.length > MOST_ROOM ? [] : fields.map(() => undefined),
      byNumber,
      near: Array.from({ length: MOST_NEAR }, (_, number) => byNumber.get(number)),
      weight: 1 + (fields.length >> 4),
      mayLackRequired: () => (lacks ??= this.#reachesRequired(this.plan(desc))),
      wellKnown: wellKnownKind(desc),
      messageSet: isMessageSet(desc),
      mayHoldSets: () => this.#hasSets && (sets ??= reachesSet(this.plan(desc))),
    };
  }

  /**
   * True when a required field can be met anywhere under a message of the plan. One walk answers for all messages that it
   * decides: thousands of them that refer to each other would else be walked thousands of times.
   */
  #reachesRequired(root: MessagePlan): boolean {
    const from = new Map<MessagePlan, MessagePlan | null>([[root, null]]);
    for (const plan of from.keys()) {
      if (this.#required.get(plan) ?? plan.fields.some((field) => field.required)) {
        for (let at: MessagePlan | null = plan; at !== null; at = from.get(at) ?? null)
          this.#required.set(at, true);
        return true;
      }
      for (const { value } of plan.fields) {
        const next = value.isMessage ? value.message() : null;
        if (next !== null && !from.has(next) && this.#required.get(next) !== false) from.set(next, plan);
      }
    }
    for (const plan of from.keys()) this.#required.set(plan, false);
    return false;
  }
}

const SHARED = new WeakMap<Registry, Plans>();

function fieldPlan(
  plans: Plans,
  desc: DescField | DescExtension,
  slot: number,
  slots: ReadonlyMap<DescField | DescExtension, number>,
): FieldPlan {
  const kind = desc.fieldKind === 'list' || desc.fieldKind === 'map' ? desc.fieldKind : 'single';
  const value = valuePlan(plans, desc);
  const extension = desc.kind === 'extension';
  return {
    desc,
    number: desc.number,
    slot,
    segment: extension ? `[${desc.typeName}]` : desc.name,
    // Descriptors that no compiler wrote out may come without it.
    jsonName: extension ? `[${desc.typeName}]` : desc.jsonName || protoCamelCase(desc.name),
    kind,
    value,
    key: desc.fieldKind === 'map' ? scalarPlan(desc.mapKey, desc.utf8Validation) : null,
    packable: kind === 'list' && !value.isMessage && value.wireType !== WireType.LengthDelimited,
    required: desc.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED,
    implicit: desc.presence === FeatureSet_FieldPresence.IMPLICIT,
    rivals: (desc.oneof?.fields ?? []).filter((one) => one !== desc).map((one) => slots.get(one)!),
  };
}

function valuePlan(plans: Plans, desc: DescField | DescExtension): ValuePlan {
  if (desc.message !== undefined) {
    const message = desc.message;
    let plan: MessagePlan | null = null;
    const delimited = desc.fieldKind !== 'map' && desc.delimitedEncoding;
    return {
      wireType: delimited ? WireType.StartGroup : WireType.LengthDelimited,
      scalar: null,
      enum: null,
      closed: null,
      strict: false,
      read: () => {
        throw new TypeError(`${message.typeName} is no scalar`);
      },
      message: () => (plan ??= plans.plan(message)),
      isMessage: true,
    };
  }
  if (desc.enum !== undefined) {
    const closed = desc.enum.open ? null : new Set(desc.enum.values.map((one) => one.number));
    return { ...scalarPlan(ScalarType.INT32, false), enum: desc.enum, closed };
  }
  return scalarPlan(desc.scalar!, desc.utf8Validation);
}

function scalarPlan(scalar: ScalarType, strict: boolean): ValuePlan {
  return {
    wireType: wireTypeOf(scalar),
    scalar,
    enum: null,
    closed: null,
    strict,
    read: scalarReader(scalar, strict),
    message: () => {
      throw new TypeError(`a ${ScalarType[scalar]} has no message`);
    },
    isMessage: false,
  };
}
