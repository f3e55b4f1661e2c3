import { Inject, Injectable } from '@nestjs/common';
import { SurfaceSettings, type Settings } from '../../core/services/surface-settings.service.js';
import {
  DEFAULT_CONTEXT,
  formatSubjectName,
  parseSubjectName,
  type SubjectName,
} from '../../core/subject-name.js';
import { SURFACE } from './scopes.js';

/** A subject's setting that names the subject that it stands for. */
export const ALIAS = 'alias';

/** Subjects that stand for others. One step: what an alias names is not looked up again. */
@Injectable()
export class Aliases {
  constructor(@Inject(SurfaceSettings) private readonly settings: SurfaceSettings) {}

  /** The subject that a subject stands for; null when it is itself. */
  async target(subject: SubjectName): Promise<SubjectName | null> {
    const key = formatSubjectName(subject);
    return targetOf(subject, (await this.settings.get(SURFACE, [key])).get(key));
  }

  /** Names of the subjects that stand for others, by what they stand for. */
  async byTarget(): Promise<ReadonlyMap<string, readonly string[]>> {
    const names = new Map<string, string[]>();
    for (const [key, settings] of await this.settings.all(SURFACE)) {
      if (typeof settings[ALIAS] !== 'string') continue;
      const target = targetOf(parseSubjectName(key), settings);
      if (target === null) continue;
      const name = formatSubjectName(target);
      names.set(name, [...(names.get(name) ?? []), key]);
    }
    return names;
  }
}

/** What is not qualified is of the subject's own context. */
function targetOf({ context }: SubjectName, settings: Settings | undefined): SubjectName | null {
  const alias = settings?.[ALIAS];
  if (typeof alias !== 'string') return null;
  const qualified = alias.startsWith(':.') || context === DEFAULT_CONTEXT;
  return parseSubjectName(qualified ? alias : `:${context}:${alias}`);
}
