import type { AnyElement } from '#libs/descriptors';
import type { DescOneof } from '@bufbuild/protobuf';
import type { Case } from './case.js';
import type { SchemaChange } from './change.js';
import type {
  ChangeComplaint,
  ChangeRule,
  FieldRule,
  LifeRule,
  MessageComplaint,
  MessageRule,
  Rule,
} from './define-rule.js';
import { describeChange, describeMember, describeMessage } from './describe.js';
import type { EncodingDefinition } from './encodings/define-encoding.js';
import type { JudgeInput } from './judge-input.js';
import { directionsOf, type Direction } from './level.js';
import type { Damage } from './lives.js';
import { walkField, walkRoots, type FieldPair, type MessagePair, type PairVisitor } from './pair.js';
import { RULES } from './rules/index.gen.js';
import type { FieldShape } from './shape/field-shape.js';
import type { SchemaShape } from './shape/schema-shape.js';
import { survivorOf } from './survivor.js';
import { lifeCases } from './tombstones.js';

/** The rules of one encoding, by what they look at. */
interface RuleBook {
  readonly field: readonly FieldRule[];
  readonly message: readonly MessageRule[];
  readonly change: readonly ChangeRule[];
  readonly life: readonly LifeRule[];
}

const ALL_RULES: readonly Rule[] = RULES;

type Report = (found: Case) => void;

const books = new Map<EncodingDefinition, RuleBook>();

function bookOf(encoding: EncodingDefinition): RuleBook {
  let book = books.get(encoding);
  if (book === undefined) {
    const rules = ALL_RULES.filter(
      (rule) => rule.encoding === encoding.name && !encoding.silent.includes(rule.id),
    );
    book = {
      field: rules.filter((rule) => rule.on === 'field'),
      message: rules.filter((rule) => rule.on === 'message'),
      change: rules.filter((rule) => rule.on === 'change'),
      life: rules.filter((rule) => rule.on === 'life'),
    };
    books.set(encoding, book);
  }
  return book;
}

/** Runs the rules of an encoding on the data that passes between two schemas in one direction. **Throws** SCHEMA_TOO_LARGE. */
export function examineData(
  encoding: EncodingDefinition,
  change: SchemaChange,
  direction: Direction,
  report: Report,
  maxMessagePairs?: number,
): void {
  const book = bookOf(encoding);
  const backward = direction === 'backward';
  const visitor: PairVisitor = {
    message(pair) {
      for (const rule of book.message) {
        for (const complaint of rule.check(pair)) report(messageCase(rule, complaint, pair, direction));
      }
    },
    field(pair) {
      for (const rule of book.field) {
        const complaint = rule.check(pair);
        if (complaint) report(fieldCase(rule, complaint, pair, direction));
      }
    },
  };
  const roots = change.messages.map(({ before, after }): MessagePair => {
    return backward
      ? { writer: before, reader: after, via: null }
      : { writer: after, reader: before, via: null };
  });
  walkRoots(roots, encoding, visitor, maxMessagePairs);
}

/** Runs the rules of an encoding on what changed in the declarations, whoever reads. */
export function examineChange(
  encoding: EncodingDefinition,
  change: SchemaChange,
  directions: readonly Direction[],
  report: Report,
): void {
  const { after } = change;
  for (const rule of bookOf(encoding).change) {
    for (const complaint of rule.check(change)) {
      report(changeCase(rule, complaint, after, complaint.class === 'break' ? ['backward'] : directions));
    }
  }
}

/** Runs the rules of an encoding on what numbers meant earlier. **Throws** SCHEMA_TOO_LARGE, and what `schemaOf` throws. */
export function examineLives(
  encoding: EncodingDefinition,
  input: JudgeInput,
  after: SchemaShape,
  report: (found: Case, firstVersion: number, lastVersion: number) => void,
): void {
  if (directionsOf(input.policy.level).length === 0) return;
  const book = bookOf(encoding);
  if (book.life.length === 0) return;
  const worst = (pair: FieldPair): Damage | null => worstOf(encoding, pair, input.limits?.maxMessagePairs);
  for (const life of lifeCases(input, worst)) {
    for (const rule of book.life) {
      const complaint = rule.check(life);
      if (complaint === null) continue;
      // Old data is read whatever the level's direction.
      report(changeCase(rule, complaint, after, ['backward']), life.life.firstVersion, life.life.lastVersion);
    }
  }
}

function worstOf(encoding: EncodingDefinition, pair: FieldPair, maxMessagePairs?: number): Damage | null {
  const book = bookOf(encoding);
  let worst: Damage | null = null;
  const weigh = (damage: Damage): void => {
    const rank = damage.complaint.class;
    if (rank === 'break' ? worst?.complaint.class !== 'break' : rank === 'lossy' && worst === null)
      worst = damage;
  };
  const visitor: PairVisitor = {
    message(messages) {
      for (const complaint of book.message.flatMap((rule) => rule.check(messages))) {
        weigh({
          complaint,
          site: { pair: messages, writer: asField(complaint.writer), reader: asField(complaint.reader) },
        });
      }
    },
    field(fields) {
      for (const rule of book.field) {
        const complaint = rule.check(fields);
        if (complaint)
          weigh({ complaint, site: { pair: fields.within, writer: fields.writer, reader: fields.reader } });
      }
    },
  };
  walkField(pair, encoding, visitor, maxMessagePairs);
  return worst;
}

function fieldCase(
  rule: FieldRule,
  complaint: ReturnType<FieldRule['check']> & object,
  pair: FieldPair,
  direction: Direction,
): Case {
  const backward = direction === 'backward';
  const [before, after] = backward ? [pair.writer, pair.reader] : [pair.reader, pair.writer];
  return {
    rule,
    complaint,
    subject: describeChange(before, after),
    before: before.desc,
    after: after.desc,
    survivor: null,
    site: { pair: pair.within, writer: pair.writer, reader: pair.reader },
    directions: [direction],
  };
}

function messageCase(
  rule: MessageRule,
  complaint: MessageComplaint,
  pair: MessagePair,
  direction: Direction,
): Case {
  const backward = direction === 'backward';
  const [before, after] = backward
    ? [complaint.writer, complaint.reader]
    : [complaint.reader, complaint.writer];
  const [beforeMessage, afterMessage] = backward ? [pair.writer, pair.reader] : [pair.reader, pair.writer];
  const whole = before === null && after === null;
  return {
    rule,
    complaint,
    subject: whole ? describeMessage(afterMessage.desc) : describeMembers(before, after),
    before: whole ? beforeMessage.desc : elementOf(before),
    after: whole ? afterMessage.desc : elementOf(after),
    survivor: afterMessage.desc,
    site: { pair, writer: asField(complaint.writer), reader: asField(complaint.reader) },
    directions: [direction],
  };
}

function changeCase(
  rule: ChangeRule | LifeRule,
  complaint: ChangeComplaint,
  schema: SchemaShape,
  directions: readonly Direction[],
): Case {
  const { before, after, subject, site } = complaint;
  const survivor = after === null && before !== null ? survivorOf(before, schema) : null;
  return { rule, complaint, subject, before, after, survivor, site, directions };
}

type Member = FieldShape | DescOneof;

function describeMembers(before: Member | null, after: Member | null): string {
  const [from, to] = [asField(before), asField(after)];
  if (from !== null || to !== null) return describeChange(from, to);
  const member = after ?? before;
  return member === null ? '' : describeMember(member);
}

function asField(member: Member | null): FieldShape | null {
  return member !== null && 'part' in member ? member : null;
}

function elementOf(member: Member | null): AnyElement | null {
  if (member === null) return null;
  return 'part' in member ? member.desc : member;
}
