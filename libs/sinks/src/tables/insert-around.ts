/**
 * Inserts rows, and those that the engine refuses not: on a refusal the rows are halved until the bad ones stand alone, so that one
 * bad row never harms its batch. `insert` is all or nothing and answers how many rows were new. With n rows and b bad ones about
 * `2 b log2(n)` tries. Errors that are no refusals are passed on.
 */
export async function insertAround<T>(
  rows: readonly T[],
  insert: (part: readonly T[]) => Promise<number>,
  refuse: (row: T, error: unknown) => void,
  isRefusal: (error: unknown) => boolean,
): Promise<number> {
  const [first] = rows;
  if (first === undefined) return 0;
  try {
    return await insert(rows);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (rows.length === 1) {
      refuse(first, error);
      return 0;
    }
  }
  const middle = rows.length >> 1;
  const before = await insertAround(rows.slice(0, middle), insert, refuse, isRefusal);
  return before + (await insertAround(rows.slice(middle), insert, refuse, isRefusal));
}
