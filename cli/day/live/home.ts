import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Round } from '../../../contracts/round-activities.ts';
import { readConfiguration } from '../../../contracts/configuration.ts';
import { connect, type Db } from '../../../db/database.ts';
import { checkout, type Layout, layoutOf } from '../../installation/layout.ts';
import { startInstallation } from '../../installation/start-installation.ts';
import { freePort } from '../../machine/free-port.ts';
import { readPidFile } from '../../machine/pid-file.ts';
import { makeRunFolder } from '../../machine/run-folder.ts';
import { type ApiClient, createApiClient } from '../../replay/live/api-client.ts';
import { type Levers, leversOf } from './levers.ts';
import { NOTICES, type SentMail } from './notice-mailbox.ts';

/** An installation as `npm start` makes it, each part a process, with empty data that is removed at the end. */
export interface Home {
  readonly api: ApiClient;
  readonly db: Db;
  readonly ownerUrl: string;
  readonly microsoft: Levers;
  readonly mailbox: Levers;
  /** Resolves with the reason when a part died too often. */
  readonly gaveUp: Promise<Error>;
  /** Wall instants at which the worker was killed. */
  readonly kills: number[];
  /** What has come into the mailbox for Microsoft's notices. */
  readonly mails: SentMail[];
  /** Runs one round now and waits for its end. */
  round(which: Round): Promise<void>;
  /** Kills the worker's process; the supervisor starts another. */
  killWorker(): void;
  /** A person has consented: worker and API start again with what that brought. */
  consented(refreshToken: string): Promise<void>;
  close(): Promise<void>;
}

const AT_ONCE = 48;
/** Longer than a stopping worker lets its effects go on. */
const BACK_WITHIN_MS = 60_000;

/** Starts it in a folder of its own; `say` gets a line for each part. */
export async function openHome(say: (line: string) => void): Promise<Home> {
  const folder = await makeRunFolder(join(checkout, '.tenure', 'days'), 'day');
  const layout: Layout = { ...layoutOf(folder.path), runDir: folder.runDir };
  const told: Record<string, string> = {
    SECURITY_CONTACT: 'contact@partner.example',
    SECURITY_DEPUTY: 'deputy@partner.example',
    NOTICE_MAILBOX: NOTICES,
  };
  const installation = startInstallation({
    layout,
    apiPort: await freePort(),
    report: (event) => {
      if (event.kind === 'starting') say(`starting ${event.part}`);
      if (event.kind === 'died') say(`${event.part} ended (${event.how}) and is started again`);
    },
    environment: withoutServers(process.env),
    told: () => told,
  });
  const stop = async (): Promise<void> => {
    await installation.stop();
    folder.remove();
  };
  try {
    const { credentials, environment, simulators } = await installation.ready;
    const { database, temporal } = readConfiguration({ ...environment, ...told });
    const client = new Client({
      connection: await Connection.connect(temporal.connection),
      namespace: temporal.namespace,
    });
    const db = connect(database.url, { applicationName: 'tenure-day', max: 4 });
    const microsoft = leversOf(simulators.microsoft);
    await microsoft.pull('POST', '/control/mailboxes', { address: NOTICES });
    const api = createApiClient(credentials, AT_ONCE);
    const kills: number[] = [];
    const pidOf = (part: string) => readPidFile(join(layout.runDir, `${part}.pid`))?.pid;
    return {
      api,
      db,
      ownerUrl: environment['DATABASE_OWNER_URL'] ?? '',
      microsoft,
      mailbox: leversOf(simulators.mail),
      gaveUp: installation.gaveUp,
      kills,
      mails: [],
      async round(which) {
        await client.workflow.execute('tendBook', {
          workflowId: `day:${which}:${randomUUID()}`,
          taskQueue: temporal.taskQueue,
          args: [which],
        });
      },
      killWorker() {
        const pid = pidOf('worker');
        if (pid === undefined) return;
        kills.push(Date.now());
        process.kill(pid, 'SIGKILL');
      },
      async consented(refreshToken) {
        told['PARTNER_CENTER_REFRESH_TOKEN'] = refreshToken;
        for (const part of ['worker', 'api']) {
          const pid = pidOf(part);
          if (pid === undefined) continue;
          process.kill(pid, 'SIGINT');
          await untilAnother(() => pidOf(part), pid);
        }
      },
      async close() {
        await api.close();
        await db.destroy();
        await client.connection.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilAnother(current: () => number | undefined, before: number): Promise<void> {
  for (const giveUpAt = Date.now() + BACK_WITHIN_MS; ; ) {
    const pid = current();
    if (pid !== undefined && pid !== before) return;
    if (Date.now() > giveUpAt) throw new Error('a part of the installation did not come back');
    await sleep(100);
  }
}

/** Servers of one's own would be filled with citizens. */
function withoutServers(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, DATABASE_OWNER_URL: _owner, TEMPORAL_ADDRESS: _address, ...rest } = environment;
  return rest;
}
