/** Number of the key in a map's entry. */
export const KEY = 1;

/** Number of the value in a map's entry. */
export const VALUE = 2;
