import { mayBeOfContent, type Database } from '../database/database.js';
import { GroupCommit } from '../group-commit.js';
import { checkLabelName } from '../label-name.js';
import type { Placement } from '../placement.js';
import type { Publication, Published } from '../publication.js';
import type { Stores } from '../repositories/stores.js';
import type { RequestContext } from '../request-context.js';
import { formatSubjectName, parseSubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import type { Preparation, Proposal } from './preparation.service.js';
import { PublishingBatch, type Rules } from './publishing-batch.service.js';

export type { Published } from '../publication.js';
export type { Placement } from '../placement.js';

/** Most bytes of compiled schemas that are stored together. */
const MAX_GROUP_BYTES = 4 * 1024 * 1024;

const NEXT: Placement = { id: null, version: null, imported: false, streamProperty: null };

/** Makes versions of proposals; those that wait at the same time, of different subjects, in one transaction. */
export class Publishing {
  private readonly group: GroupCommit<Publication, Published>;

  constructor(
    database: Database,
    stores: Stores,
    private readonly preparation: Preparation,
    rules: Rules,
    private readonly changes: Changes,
  ) {
    const batch = new PublishingBatch(stores, rules, changes);
    this.group = new GroupCommit({
      run: async (publications) => {
        const outcomes = await database.write((manager) => batch.store(manager, publications));
        this.changes.wake();
        return outcomes;
      },
      keyOf: ({ name }) => formatSubjectName(name),
      weigh: ({ prepared }) => prepared.source.image.byteLength,
      // What has a place of its own is in the way of others.
      isAlone: ({ placement }) => placement.id !== null,
      mayBeOfOne: mayBeOfContent,
      maxWeight: MAX_GROUP_BYTES,
    });
  }

  /** Publications that wait until others are stored. */
  get waiting(): number {
    return this.group.waitingItems;
  }

  /**
   * Makes the proposal the subject's next version, or answers the live version that has the same content already.
   * **Throws** SCHEMA_INVALID, SCHEMA_INCOMPATIBLE with the verdict, REFERENCE_*, SCHEMA_TOO_LARGE, BAD_REQUEST for a label,
   * PLACE_TAKEN for a placement; nothing is stored then.
   */
  async publish(
    context: RequestContext,
    subjectName: string,
    proposal: Proposal,
    placement: Placement = NEXT,
  ): Promise<Published> {
    const name = parseSubjectName(subjectName);
    for (const label of proposal.labels) checkLabelName(label);
    const prepared = await this.preparation.prepare(proposal);
    return this.group.submit({ context, name, prepared, proposal, placement });
  }
}
