import { z } from 'zod';
import type { Environment } from '../../contracts/configuration.ts';
import type { Layout } from './layout.ts';
import { readPrivateJson, writePrivateJson } from './private-json.ts';

const environmentSchema = z.record(z.string(), z.string());

/** Keeps what worker and API are told, secrets included, for commands that do their work in a process of their own. */
export function keepEnvironment(layout: Layout, environment: Readonly<Record<string, string>>): void {
  writePrivateJson(layout.environmentFile, environment);
}

/**
 * The environment of a command: this process's where it names a database, as in production; else that of the
 * installation which `npm start` runs on this machine.
 */
export function commandEnvironment(layout: Layout, own: Environment = process.env): Environment {
  if ((own['DATABASE_URL'] ?? '') !== '') return own;
  return { ...own, ...readPrivateJson(layout.environmentFile, environmentSchema) };
}
