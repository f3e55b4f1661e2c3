import { Inject, Injectable } from '@nestjs/common';
import { AssociationsRepository, type Association } from '../../core/repositories/associations.repository.js';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import type { RequestContext } from '../../core/request-context.js';
import { refuseDeletion } from './association-rules.js';
import { FAILURES } from './confluent-error.js';
import { Erasing } from './erasing.service.js';
import { Modes } from './modes.service.js';

/** Takes topics' subjects away from them. */
@Injectable()
export class AssociationRemoval {
  constructor(
    @Inject(AssociationsRepository) private readonly repository: AssociationsRepository,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Erasing) private readonly erasing: Erasing,
    @Inject(Modes) private readonly modes: Modes,
  ) {}

  /**
   * Removes a resource's associations of the given purposes, or all; `cascade`: the subjects that it owns too, for good.
   * **Throws** 40410, 40908, 42205, 42206.
   */
  async remove(
    context: RequestContext,
    resourceId: string,
    { types, cascade, dryRun }: { types: readonly string[]; cascade: boolean; dryRun: boolean },
  ): Promise<void> {
    const found = (await this.repository.find({ resourceId })).filter(
      ({ associationType }) => types.length === 0 || types.includes(associationType),
    );
    if (found.length === 0) throw FAILURES.associationNotFound(resourceId);
    for (const one of found) {
      refuseDeletion(one, cascade);
      await this.modes.checkWritable(one);
    }
    if (dryRun) return;
    if (cascade)
      for (const one of found) if (one.lifecycle === 'STRONG') await this.eraseSubject(context, one);
    await this.repository.write(async (manager) => {
      for (const { guid } of found) await this.repository.remove(manager, guid);
    });
  }

  /** Whichever of the two steps was done before is left out, so that what failed halfway can be asked for again. */
  private async eraseSubject(context: RequestContext, { context: of, name }: Association): Promise<void> {
    const subject = { context: of, name };
    if (await this.catalog.has(subject, 'live')) await this.erasing.subject(context, subject, false);
    if (await this.catalog.has(subject, 'all')) await this.erasing.subject(context, subject, true);
  }
}
