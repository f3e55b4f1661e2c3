import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RegistryConfig } from '../../core/config.js';
import { REGISTRY_CONFIG } from '../../core/core.module.js';
import { AssociationsRepository, type Association } from '../../core/repositories/associations.repository.js';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import type { RequestContext } from '../../core/request-context.js';
import { formatSubjectName } from '../../core/subject-name.js';
import type { AssociationOp, AssociationRequest, Resource, WantedAssociation } from './association-body.js';
import { refuseDeletion, settleAssociation } from './association-rules.js';
import { FAILURES } from './confluent-error.js';
import { Describing, type SchemaJson } from './describing.service.js';
import { Modes } from './modes.service.js';
import { Registering } from './registering.service.js';
import { tellingSchema } from './tell-schema.js';

/** An association as it is answered to who made it. */
export interface AssociationInfo {
  readonly subject: string;
  readonly associationType: string;
  readonly lifecycle: string;
  readonly frozen: boolean;
  readonly schema?: SchemaJson;
}

/** A resource with what was made for it; nothing when it was only tried. */
export interface AssociationAnswer extends Resource {
  readonly associations?: readonly AssociationInfo[];
}

type Making = Extract<AssociationOp, { readonly wanted: WantedAssociation }>;

/** Binds topics to subjects. */
@Injectable()
export class Associations {
  constructor(
    @Inject(AssociationsRepository) private readonly repository: AssociationsRepository,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Registering) private readonly registering: Registering,
    @Inject(Describing) private readonly describing: Describing,
    @Inject(Modes) private readonly modes: Modes,
    @Inject(REGISTRY_CONFIG) private readonly config: Pick<RegistryConfig, 'maxAssociations'>,
  ) {}

  /**
   * Does all of a request or nothing; of schemas that come along, all are judged before one is registered.
   * **Throws** 40410, 409xx, 422xx.
   */
  async change(
    context: RequestContext,
    request: AssociationRequest,
    dryRun: boolean,
  ): Promise<AssociationAnswer> {
    const { ops, ...resource } = request;
    const making = ops.filter((one): one is Making => one.op !== 'DELETE');
    const fresh = new Set<Making>();
    for (const one of making) if (await this.tryOut(one.wanted)) fresh.add(one);
    await this.repository.write((manager) => this.settle(manager, resource, ops, fresh, false));
    if (dryRun) return resource;
    const schemas = new Map<Making, SchemaJson>();
    for (const one of making) {
      const { subject, schema, normalize } = one.wanted;
      if (schema === undefined) continue;
      const version = await this.registering.register(context, subject, schema, { normalize });
      schemas.set(one, await this.describing.schema(version, { format: 'default', qualified: false }));
    }
    const made = await this.repository.write((manager) => this.settle(manager, resource, ops, fresh, true));
    return { ...resource, associations: made.map((one, index) => infoOf(one, schemas.get(making[index]!))) };
  }

  /** Whether a schema comes along that the subject does not have. **Throws** 40901, 40907, 422xx when it may not be registered. */
  private async tryOut({ subject, schema, normalize }: WantedAssociation): Promise<boolean> {
    await this.modes.checkWritable(subject);
    if (schema !== undefined)
      return tellingSchema(subject, schema, () => this.registering.tryOut(subject, schema, normalize));
    if (!(await this.catalog.has(subject, 'live')))
      throw FAILURES.noActiveVersion(formatSubjectName(subject));
    return false;
  }

  private async settle(
    manager: EntityManager,
    resource: Resource,
    ops: readonly AssociationOp[],
    fresh: ReadonlySet<AssociationOp>,
    stored: boolean,
  ): Promise<Association[]> {
    const owned = await this.repository.find({ resourceId: resource.resourceId }, manager);
    const made: Association[] = [];
    for (const one of ops) {
      const type = one.op === 'DELETE' ? one.associationType : one.wanted.associationType;
      const own = owned.find(({ associationType }) => associationType === type) ?? null;
      if (one.op === 'DELETE') await this.remove(manager, resource, own, stored);
      else made.push(await this.make(manager, resource, one, { own, made, fresh: fresh.has(one) }, stored));
    }
    return made;
  }

  private async make(
    manager: EntityManager,
    resource: Resource,
    { op, wanted }: Making,
    {
      own,
      made,
      fresh,
    }: { readonly own: Association | null; readonly made: readonly Association[]; readonly fresh: boolean },
    stored: boolean,
  ): Promise<Association> {
    const name = formatSubjectName(wanted.subject);
    const known = await this.repository.find({ subject: wanted.subject }, manager);
    // What the same request makes is not there yet when it is only tried.
    const others = made.filter((one) => formatSubjectName(one) === name);
    const ofSubject = [...known.filter(({ guid }) => others.every((one) => one.guid !== guid)), ...others];
    const making = { createOnly: op === 'CREATE', newSchema: fresh, guid: randomUUID() };
    const association = settleAssociation(resource, wanted, { own, ofSubject }, making);
    const max = this.config.maxAssociations;
    if (own === null && (await this.repository.count(manager)) + (stored ? 0 : made.length) >= max)
      throw FAILURES.tooManyAssociations(max);
    if (stored) await this.repository.put(manager, association);
    return association;
  }

  private async remove(
    manager: EntityManager,
    { resourceId }: Resource,
    own: Association | null,
    stored: boolean,
  ): Promise<void> {
    if (own === null) throw FAILURES.associationNotFound(resourceId);
    refuseDeletion(own, false);
    if (stored) await this.repository.remove(manager, own.guid);
  }
}

function infoOf(association: Association, schema: SchemaJson | undefined): AssociationInfo {
  const { associationType, lifecycle, frozen } = association;
  const info = { subject: formatSubjectName(association), associationType, lifecycle, frozen };
  return schema === undefined ? info : { ...info, schema };
}
