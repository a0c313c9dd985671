import type { EndedOrphan } from '../machine/pid-file.ts';
import type { InstallationEvent, RunningInstallation } from '../installation/start-installation.ts';
import type { Layout } from '../installation/layout.ts';

/** A line of the table: what runs, in which state, where, and how long it took to get there. */
export interface PartRow {
  readonly part: string;
  readonly state: string;
  readonly address: string;
  readonly tookMs: number;
}

/** Gathers the rows of the table from the events, and says what happens as it happens. */
export function createTerminal(write: (line: string) => void) {
  const rows: PartRow[] = [];
  return {
    rows,
    report: (event: InstallationEvent): void => {
      if (event.kind === 'ready') rows.push({ ...event, state: 'ready' });
      for (const line of described(event)) write(line);
    },
  };
}

function described(event: InstallationEvent): readonly string[] {
  if (event.kind === 'orphans') return event.ended.map(orphanLine);
  if (event.kind === 'starting') return [`starting ${event.part} …`];
  if (event.kind === 'note') return [`  ${event.text}`];
  if (event.kind === 'restarted') return [`${event.part} is back after ${seconds(event.tookMs)}`];
  if (event.kind === 'died') {
    return [`${event.part} died (${firstLine(event.how)}); starting it again in ${seconds(event.restartInMs)}`];
  }
  return [];
}

function orphanLine({ name, pid }: EndedOrphan): string {
  return `ended ${name} (process ${pid}), which an interrupted start had left behind`;
}

/** The table, aligned for a terminal. */
export function partsTable(rows: readonly PartRow[]): string {
  const cells = [
    ['part', 'state', 'address', 'took'],
    ...rows.map(({ part, state, address, tookMs }) => [part, state, address, seconds(tookMs)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('   ');
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** What a person can do now. */
export function whatNext({ credentials }: RunningInstallation, layout: Layout): string {
  const token = `node -p "require('${layout.credentialsFile}').tokens.operator"`;
  return [
    'Next:',
    `  look at it      ${credentials.consoleUrl}   (every call of the API, to be tried)`,
    ...(credentials.temporalUiUrl === null ? [] : [`  every life      ${credentials.temporalUiUrl}`]),
    `  sent mail       ${credentials.mailUrl}`,
    `  ask it          curl -H "Authorization: Bearer $(${token})" ${credentials.apiUrl}/v1/customers`,
    '  a whole book    npm run replay-book -- FILE',
    `  tokens          ${layout.credentialsFile}`,
    `  logs            ${layout.logDir}`,
    'Ctrl-C stops everything; the data stays.',
  ].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
