import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Command } from 'commander';
import { readConfiguration } from '../contracts/configuration.ts';
import { connect } from '../db/database.ts';
import { countBehind } from '../db/epochs.ts';
import { ensureRounds } from '../worker/rounds.ts';
import { commandEnvironment } from './installation/command-environment.ts';
import { layoutOf } from './installation/layout.ts';
import { ensureNamespace } from './machine/temporal-namespace.ts';
import { progressLine } from './progress-line.ts';
import { recoverLives } from './recovery/recover-lives.ts';

/** So long the lives get to take their first turn before the command says that a worker seems to be missing. */
const ANSWER_WITHIN_MS = 60_000;

/**
 * `npm run recover`: starts every life anew from PostgreSQL alone, after Temporal's database was wiped or restored from
 * an old copy. Nothing is sent twice and nothing is lost. Exit code 0 when every life has taken a turn since, else 1.
 */
const { dataDir } = new Command('npm run recover --')
  .description('Starts every life anew from PostgreSQL, after Temporal’s database was wiped or restored.')
  .option('--data-dir <folder>', 'data of an installation that npm start runs on this machine')
  .parse()
  .opts<{ dataDir?: string }>();

try {
  const { database, temporal } = readConfiguration(commandEnvironment(layoutOf(dataDir)));
  const db = connect(database.url, { max: 20, applicationName: 'tenure-recover' });
  const connection = await Connection.connect({ ...temporal.connection, connectTimeout: 10_000 });
  const progress = progressLine(process.stdout);
  try {
    await ensureNamespace(connection, temporal.namespace, false);
    const client = new Client({ connection, namespace: temporal.namespace });
    await ensureRounds(client, temporal.taskQueue);
    const { restarted } = await recoverLives(
      { db, client, taskQueue: temporal.taskQueue, wallNow: Date.now },
      {
        onProgress: ({ total, restarted: so, underWay }) =>
          progress.show(
            `${so} of ${total} lives started anew${underWay > 0 ? `, ${underWay} wait for an effect` : ''}`,
          ),
      },
    );
    progress.end();
    console.log(`${restarted} lives started anew.`);
    const behind = await untilAssessed(
      () => countBehind(db),
      (left) => progress.show(`${left} lives have not answered yet`),
    );
    progress.end();
    if (behind === 0) console.log('All of them have taken a turn.');
    else console.log(`${behind} lives have not answered yet. Does a worker run? They will once one does.`);
    process.exitCode = behind === 0 ? 0 : 1;
  } finally {
    progress.end();
    await connection.close();
    await db.destroy();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** Waits while the number falls. Answers what is left. */
async function untilAssessed(count: () => Promise<number>, show: (left: number) => void): Promise<number> {
  let left = await count();
  for (let quietSince = Date.now(); left > 0 && Date.now() - quietSince < ANSWER_WITHIN_MS; ) {
    show(left);
    await sleep(500);
    const next = await count();
    if (next < left) quietSince = Date.now();
    left = next;
  }
  return left;
}
