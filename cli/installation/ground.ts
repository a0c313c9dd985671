import type { Supervisor } from '../machine/supervise.ts';
import type { Layout } from './layout.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';

/** What every part of an installation is started from. */
export interface Ground {
  readonly layout: Layout;
  readonly supervisor: Supervisor;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** The environment of whoever started the installation. */
  readonly environment: NodeJS.ProcessEnv;
  /** One line about what takes time. */
  readonly note: (text: string) => void;
}
