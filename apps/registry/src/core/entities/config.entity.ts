import { EntitySchema } from 'typeorm';
import type { registry } from '#libs/gen';
import { jsonColumn, textColumn } from './columns.js';

/** Settings of one scope: '' is global, ':.ctx:' a context, else a subject's qualified name. */
export interface ConfigRow {
  scope: string;
  config: registry.ConfigJson;
}

export const configEntity = (): EntitySchema<ConfigRow> =>
  new EntitySchema<ConfigRow>({
    name: 'config',
    columns: { scope: textColumn(undefined, { primary: true }), config: jsonColumn() },
  });
