import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isRegistryError, RegistryError } from '#libs/errors';
import { SurfaceSettings, type Settings } from '../../core/services/surface-settings.service.js';
import { KEPT, settingOf } from './configs.service.js';
import { ConfluentError } from './confluent-error.js';
import { MODES } from './modes.service.js';
import { scopeOf, SURFACE } from './scopes.js';

/** Looks at this surface's settings when they come by an import. */
@Injectable()
export class SettingsCheck implements OnModuleInit {
  constructor(@Inject(SurfaceSettings) private readonly settings: SurfaceSettings) {}

  onModuleInit(): void {
    this.settings.checkBy(SURFACE, checkSettings);
  }
}

/** **Throws** BAD_REQUEST for a setting that /config or /mode would not take. */
export function checkSettings(scope: string, settings: Settings): void {
  try {
    const place = scopeOf(scope === '' ? {} : { subject: scope });
    for (const [name, value] of Object.entries(settings)) {
      if (name === 'mode' && MODES.some((mode) => mode === value)) continue;
      if (!KEPT.includes(name)) throw problem(`There is no setting ${name} of that value here.`);
      settingOf(place, name, value);
    }
  } catch (error) {
    if (isRegistryError(error) || !(error instanceof ConfluentError)) throw error;
    throw problem(error.message);
  }
}

function problem(text: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem: text });
}
