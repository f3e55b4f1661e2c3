import type { MessagePlan } from '../interpret/message-plan.js';

/** Source that grows, and the values that it names: text of a descriptor is never source, only a constant `k7`. */
export class Source {
  readonly #constants: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  readonly #functions: string[] = [];
  readonly #byPlan = new Map<string, Map<MessagePlan, string>>();
  readonly #variables: string[] = [];
  #fields = 0;
  #ids = 0;

  /** A number that no other place has, for the names of its variables and labels. */
  id(): number {
    return (this.#ids += 1);
  }

  /** The name of a constant. */
  constant(value: unknown): string {
    let name = this.#names.get(value);
    if (name === undefined) {
      name = `k${this.#constants.length}`;
      this.#names.set(value, name);
      this.#constants.push(value);
    }
    return name;
  }

  /** The name of the function that does `task` for messages of a type; its text is made once, also when types refer to each other. */
  function(task: string, plan: MessagePlan, text: (name: string) => string): string {
    let names = this.#byPlan.get(task);
    if (names === undefined) this.#byPlan.set(task, (names = new Map()));
    let name = names.get(plan);
    if (name === undefined) {
      name = `${task}${names.size}`;
      names.set(plan, name);
      this.#functions.push(text(name));
    }
    return name;
  }

  /** The name of a variable that lives as long as the code. */
  variable(start: string): string {
    const name = `l${this.#variables.length}`;
    this.#variables.push(`let ${name}=${start};`);
    return name;
  }

  /** Counts fields for which text is made. **Throws** a {@link TooMuchCode} past what is worth it. */
  count(fields: number): void {
    this.#fields += fields;
    if (this.#fields > MOST_FIELDS) throw new TooMuchCode();
  }

  /** Values of `k0`, `k1`, … */
  get constants(): readonly unknown[] {
    return this.#constants;
  }

  /** The text of all functions and constants; the constants are taken from an array `K`. */
  get declarations(): string {
    const names = this.#constants.map((_, index) => `k${index}=K[${index}]`);
    return [
      names.length === 0 ? '' : `const ${names.join(',')};`,
      ...this.#variables,
      ...this.#functions,
    ].join('\n');
  }
}

// A descriptor is hostile too: past this the text takes longer to make than it will save.
const MOST_FIELDS = 3_000;

/** The types are too large, or use what no code is made for. */
export class TooMuchCode extends Error {}
