import { DIALECTS } from '#libs/ddl';
import { Option, type Command } from 'commander';

/** Adds `--dialect`, which must be given: SQL for the wrong engine helps nobody. */
export function addDialectOption(command: Command): Command {
  const option = new Option('--dialect <name>', 'SQL dialect').choices(DIALECTS.map(({ name }) => name));
  return command.addOption(option.makeOptionMandatory());
}
