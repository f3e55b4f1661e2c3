/** What code is generated for ahead of time. Rows are not in it: their columns come later. */
export const TASKS = ['object', 'json', 'encode'] as const;

/** One of {@link TASKS}. */
export type Task = (typeof TASKS)[number];

/** What the names in generated text stand for, in the order of its parameters. */
export const PARAMETERS = ['R', 'K', 'MAX_DEPTH', 'interpretJson', 'interpret'] as const;

/** Generated text as a function of {@link PARAMETERS}; answers the decoder or encoder. */
export type Factory = (...values: readonly unknown[]) => unknown;

/** Generated code by task. */
export type Prebuilt = Readonly<Partial<Record<Task, Factory>>>;
