import type { DescMessage } from '@bufbuild/protobuf';
import { buildTable, claimTable, TableNames, type TableModel } from '#libs/table-model';

/** Models of new tables, each under a name that nobody has: found out for many at once, since names are asked for by name. */
export class ImportTables {
  private readonly models = new Map<DescMessage, TableModel>();

  /** `namesLike` answers those of given names that are taken, apart from the case of letters. Messages are in the order in which they choose. */
  async read(
    namesLike: (names: readonly string[]) => Promise<readonly string[]>,
    messages: readonly DescMessage[],
  ): Promise<void> {
    const wanted = new Map(messages.map((message) => [message, buildTable(message)]));
    const asked = new Set<string>();
    const taken = new Set<string>();
    for (;;) {
      const claimed = new TableNames(taken);
      this.models.clear();
      for (const [message, model] of wanted) {
        const settled = claimTable(model, claimed);
        claimed.add(settled.table);
        this.models.set(message, settled);
      }
      // A name that nobody asked for may be taken: the message's own was, and another was made of it.
      const unknown = [...this.models.values()].map(({ table }) => table).filter((name) => !asked.has(name));
      if (unknown.length === 0) return;
      for (const name of unknown) asked.add(name);
      for (const name of await namesLike(unknown)) taken.add(name);
    }
  }

  /** The model of a message that had no table when this was read. */
  modelOf(message: DescMessage): TableModel {
    return this.models.get(message) ?? buildTable(message);
  }
}
