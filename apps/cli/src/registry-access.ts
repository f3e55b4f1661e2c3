import { RegistryClient } from '#libs/registry-client';
import type { Command } from 'commander';
import type { Io } from './io.js';

/** Where the registry is when nobody says. */
const DEFAULT_REGISTRY = 'http://127.0.0.1:8081';
const TIMEOUT_MS = 60_000;

/** Adds `--registry`, in which every command that asks a registry agrees. */
export function addRegistryOption(command: Command): Command {
  return command.option(
    '--registry <url>',
    `the registry (default: PROTOKOLL_REGISTRY or ${DEFAULT_REGISTRY})`,
  );
}

/** The registry that was named, else that of the environment, of the configuration, or the default one. */
export function registryUrl(io: Io, given: string | undefined, configured: string | null = null): string {
  if (given !== undefined) return given;
  return io.env['PROTOKOLL_REGISTRY'] || configured || DEFAULT_REGISTRY;
}

/** Runs work with a client that is closed afterwards, also when the user stops the command. */
export async function withRegistry<T>(
  io: Io,
  url: string,
  work: (client: RegistryClient) => Promise<T>,
): Promise<T> {
  const client = new RegistryClient({ url, timeoutMs: TIMEOUT_MS });
  const stop = (): void => void client.close();
  io.signal.addEventListener('abort', stop);
  try {
    return await work(client);
  } finally {
    io.signal.removeEventListener('abort', stop);
    await client.close();
  }
}

/** Path of a subject in the native API. */
export function subjectPath(subject: string): string {
  return `/api/v1/subjects/${encodeURIComponent(subject)}`;
}
