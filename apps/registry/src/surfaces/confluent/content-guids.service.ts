import { Inject, Injectable } from '@nestjs/common';
import type { RegistryConfig } from '../../core/config.js';
import { REGISTRY_CONFIG } from '../../core/core.module.js';
import type { Placement } from '../../core/placement.js';
import type { Proposal } from '../../core/services/preparation.service.js';
import { contentGuid } from './content-guid.js';

/** GUIDs of what is registered, where they are made as Confluent makes them. */
@Injectable()
export class ContentGuids {
  constructor(@Inject(REGISTRY_CONFIG) private readonly config: Pick<RegistryConfig, 'confluent'>) {}

  /** The proposal's, as part of its placement; empty where the fingerprint makes it. */
  of(proposal: Proposal): Pick<Placement, 'guidOf'> {
    if (this.config.confluent.guid !== 'md5') return {};
    return { guidOf: (references) => contentGuid(proposal, references) };
  }
}
