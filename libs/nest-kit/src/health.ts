import { Injectable } from '@nestjs/common';

/** Throws, or rejects, when what it looks at is unwell. */
export type Probe = () => Promise<void> | void;

/** Outcome of one probe; `problem` is null when it is well. */
export interface ProbeResult {
  readonly name: string;
  readonly problem: string | null;
}

/** What must be well for the process to take traffic. */
@Injectable()
export class Health {
  private readonly probes = new Map<string, Probe>();

  /** Adds a probe; the same name again replaces it. */
  register(name: string, probe: Probe): void {
    this.probes.set(name, probe);
  }

  /** Runs all probes at once, in the order in which they were registered. */
  check(): Promise<ProbeResult[]> {
    return Promise.all([...this.probes].map(([name, probe]) => run(name, probe)));
  }
}

async function run(name: string, probe: Probe): Promise<ProbeResult> {
  try {
    await probe();
    return { name, problem: null };
  } catch (error) {
    return { name, problem: error instanceof Error ? error.message : String(error) };
  }
}
