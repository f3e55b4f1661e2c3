import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence as Presence } from '@bufbuild/protobuf/wkt';
import { elementPath } from '#libs/descriptors';
import { options } from '#libs/gen';
import { columnAnnotationOf } from './annotations.js';
import { fitIdentifier } from './identifier.js';
import { JSON_SHAPE, leafShape, scalarShape } from './leaf.js';
import type { ValueShape } from './logical-type.js';
import { nameFields, type InnerShape, type LeafShape, type NestedShape } from './nested-shape.js';
import { tableFinding, type TableFinding } from './table-finding.js';

/** How many structs a shape may have inside of one another: the innermost engine takes 15 levels, lists counted. */
const MAX_STRUCTS = 5;
/** How many places the shapes of one table may have; ledgers keep them for ever. */
const MAX_PLACES = 1000;

const JSON_LEAF: LeafShape = { kind: 'leaf', type: { kind: 'json' }, form: 'json' };

/** Finds the shapes of the lists, maps and structs of one table. What is too deep, too much or recursive is JSON text at its place. */
export class NestedLayout {
  private left = MAX_PLACES;
  /** Messages around the column that is looked at. */
  private outside = 0;
  private readonly told = new Set<DescField>();

  constructor(private readonly findings: TableFinding[]) {}

  /** The shape of a repeated field or map, a column of its own; plain JSON where an engine could do no more with it. */
  plural(field: DescField, trail: readonly DescMessage[]): ValueShape {
    this.outside = trail.length;
    const shape = this.pluralShape(field, trail);
    return shape === null ? JSON_SHAPE : { ...JSON_SHAPE, type: { kind: 'json', shape } };
  }

  /** The shape of a singular message that is kept whole; plain JSON when nothing else can be said of it. */
  whole(field: DescField, message: DescMessage, trail: readonly DescMessage[]): ValueShape {
    this.outside = trail.length;
    const shape = this.message(field, message, trail);
    return shape.kind !== 'struct' ? JSON_SHAPE : { ...JSON_SHAPE, type: { kind: 'json', shape } };
  }

  private pluralShape(field: DescField, trail: readonly DescMessage[]): NestedShape | null {
    if (field.fieldKind !== 'list' && field.fieldKind !== 'map') return null;
    const places = field.fieldKind === 'list' ? 1 : 2;
    if (!this.afford(field, places)) return null;
    const inner = this.element(field, trail);
    if (isJson(inner)) return null;
    if (field.fieldKind === 'list') return { kind: 'list', element: inner };
    return { kind: 'map', key: leafOf(scalarShape(field.mapKey)), value: inner };
  }

  private element(field: DescField, trail: readonly DescMessage[]): InnerShape {
    if (field.message !== undefined) return this.message(field, field.message, trail);
    return leafOf(leafShape(field) ?? JSON_SHAPE);
  }

  private message(field: DescField, message: DescMessage, trail: readonly DescMessage[]): InnerShape {
    const leaf = leafShape(field);
    if (leaf !== null) return leafOf(leaf);
    if (trail.includes(message)) return JSON_LEAF;
    if (trail.length - this.outside >= MAX_STRUCTS)
      return this.tooMuch(field, `lies in more than ${MAX_STRUCTS} others`);
    if (!this.afford(field, message.fields.length)) return JSON_LEAF;
    const inner = [...trail, message];
    const fields = [...message.fields]
      .sort((one, other) => one.number - other.number)
      .map((one) => ({
        number: one.number,
        name: fitIdentifier(this.nameOf(one), String(one.number)),
        keys: [one.jsonName],
        shape: this.field(one, inner),
        ...absentOf(one),
      }));
    return { kind: 'struct', fields: nameFields(fields) };
  }

  private field(field: DescField, trail: readonly DescMessage[]): InnerShape {
    if (columnAnnotationOf(field, []).strategy === options.Strategy.JSON) return JSON_LEAF;
    if (field.fieldKind === 'list' || field.fieldKind === 'map')
      return this.pluralShape(field, trail) ?? JSON_LEAF;
    return this.element(field, trail);
  }

  private nameOf(field: DescField): string {
    const said = columnAnnotationOf(field, this.findings);
    const ignored = said.strategy !== options.Strategy.UNSPECIFIED && said.strategy !== options.Strategy.JSON;
    if (ignored && !this.told.has(field)) {
      this.told.add(field);
      this.findings.push(
        tableFinding(
          'TABLE_STRATEGY_UNSUPPORTED',
          elementPath(field),
          `Field ${field.toString()} lies inside of a list, a map or a struct, where its strategy has no effect.`,
          'Inside of one only JSON has an effect. Leave a value out of the message that must not be stored.',
        ),
      );
    }
    return said.name ?? field.name;
  }

  private afford(field: DescField, places: number): boolean {
    if (places <= this.left) {
      this.left -= places;
      return true;
    }
    this.tooMuch(field, `would take the lists, maps and structs of the table past ${MAX_PLACES} places`);
    return false;
  }

  private tooMuch(field: DescField, why: string): LeafShape {
    if (!this.told.has(field)) {
      this.told.add(field);
      this.findings.push(
        tableFinding(
          'TABLE_NESTED_BUDGET',
          elementPath(field),
          `Field ${field.toString()} ${why}; it is JSON text in every engine.`,
          'Nothing is lost. Make the message smaller if engines with structs shall see its fields.',
        ),
      );
    }
    return JSON_LEAF;
  }
}

// ProtoJSON leaves out zeros where presence is implicit.
function absentOf(field: DescField): { readonly absent?: string | number | boolean } {
  if (field.presence !== Presence.IMPLICIT) return {};
  if (field.fieldKind === 'enum') return { absent: field.enum.values[0]?.name ?? '' };
  if (field.fieldKind !== 'scalar') return {};
  const { form } = scalarShape(field.scalar);
  if (form === 'bool') return { absent: false };
  return { absent: form === 'text' || form === 'bytes' ? '' : 0 };
}

function leafOf({ type, form }: ValueShape): LeafShape {
  return { kind: 'leaf', type: { kind: type.kind }, form };
}

function isJson(shape: InnerShape): boolean {
  return shape.kind === 'leaf' && shape.form === 'json';
}
