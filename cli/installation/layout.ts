import { join, resolve } from 'node:path';

/** Where an installation on one machine keeps its things. Everything is inside the checkout unless told otherwise. */
export interface Layout {
  /** The checkout. */
  readonly root: string;
  /** All data of this installation; default `.tenure` of the checkout. */
  readonly dataDir: string;
  /** Fetched programs, shared by all data directories of the checkout. */
  readonly binDir: string;
  readonly runDir: string;
  readonly logDir: string;
  readonly postgresDir: string;
  readonly temporalDb: string;
  readonly simulatorsDir: string;
  readonly lockFile: string;
  readonly portsFile: string;
  readonly secretsFile: string;
  readonly credentialsFile: string;
  /** What worker and API were told at the last start. */
  readonly environmentFile: string;
  /** Is there once the sample book has been loaded, or was not wanted. */
  readonly sampleMarker: string;
}

/** The checkout that this file belongs to. */
export const checkout = resolve(import.meta.dirname, '..', '..');

/** The places of the installation in `dataDir`. */
export function layoutOf(dataDir = join(checkout, '.tenure')): Layout {
  const data = resolve(dataDir);
  return {
    root: checkout,
    dataDir: data,
    binDir: join(checkout, '.tenure', 'bin'),
    runDir: join(data, 'run'),
    logDir: join(data, 'logs'),
    postgresDir: join(data, 'postgres'),
    temporalDb: join(data, 'temporal', 'temporal.db'),
    simulatorsDir: join(data, 'simulators'),
    lockFile: join(data, 'run', 'launcher.lock'),
    portsFile: join(data, 'ports.json'),
    secretsFile: join(data, 'secrets.json'),
    credentialsFile: join(data, 'credentials.json'),
    environmentFile: join(data, 'environment.json'),
    sampleMarker: join(data, 'sample-book.json'),
  };
}

/** What `--fresh` removes: the data of this installation, and neither logs nor fetched programs. */
export function dataOf(layout: Layout): readonly string[] {
  return [
    layout.postgresDir,
    join(layout.dataDir, 'temporal'),
    layout.simulatorsDir,
    layout.secretsFile,
    layout.credentialsFile,
    layout.environmentFile,
    layout.sampleMarker,
    layout.portsFile,
  ];
}
