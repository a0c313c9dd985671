import { existsSync } from 'node:fs';
import type { Layout } from '../installation/layout.ts';
import { writePrivateJson } from '../installation/private-json.ts';
import type { InstallationEvent, RunningInstallation } from '../installation/start-installation.ts';
import { loadSampleBook } from '../sample-book/load-sample-book.ts';

/** Whether and how the sample book is loaded. */
export interface FirstSampleOptions {
  readonly layout: Layout;
  /** The person wants none; a later start does not load it either. */
  readonly empty: boolean;
  readonly report: (event: InstallationEvent) => void;
}

/**
 * Loads the sample book at the first start of an installation. One that was interrupted is loaded to its end by the
 * next start: loading it twice is loading it once. A failure is told and is no reason to stop what runs.
 */
export async function loadFirstSample(running: RunningInstallation, options: FirstSampleOptions): Promise<void> {
  const { layout, empty, report } = options;
  if (existsSync(layout.sampleMarker)) return;
  if (empty) return writePrivateJson(layout.sampleMarker, { customers: 0 });
  const part = 'sample book';
  report({ kind: 'starting', part });
  const start = Date.now();
  try {
    const customers = await loadSampleBook({
      apiUrl: running.credentials.apiUrl,
      tokens: running.credentials.tokens,
      microsoftUrl: running.simulators.microsoft,
      now: start,
      say: (text) => report({ kind: 'note', text }),
    });
    writePrivateJson(layout.sampleMarker, { customers });
    report({ kind: 'ready', part, address: `${customers} customers`, tookMs: Date.now() - start });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report({ kind: 'note', text: `The sample book could not be loaded, the next start tries again: ${reason}` });
  }
}
