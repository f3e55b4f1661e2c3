/** A call that waits. */
export interface Held {
  /** Resolves when the call is there. */
  readonly reached: Promise<void>;
  /** Lets it go on. */
  release(): void;
}

/** Keeps the next call of a part's method, before it does anything or after it did it all, until it is released. */
export function holdNext<Part extends object>(
  part: Part,
  method: keyof Part & string,
  when: 'before' | 'after',
): Held {
  const own = part as Record<string, unknown>;
  const real = own[method] as (...args: unknown[]) => unknown;
  let release = (): void => undefined;
  let reach = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  own[method] = async (...args: unknown[]): Promise<unknown> => {
    Reflect.deleteProperty(own, method);
    const early = when === 'after' ? await real.apply(part, args) : null;
    reach();
    await released;
    return when === 'after' ? early : real.apply(part, args);
  };
  return { reached, release: () => release() };
}
