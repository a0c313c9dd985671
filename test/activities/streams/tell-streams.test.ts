import { type Client, ServiceError } from '@temporalio/client';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { wakeOverslept } from '../../../activities/streams/tell-streams.ts';
import { lockCustomer } from '../../../db/customers.ts';
import { openCase } from '../../../db/security-cases.ts';
import { noteStreamAssessed, oversleptOf } from '../../../db/stream-delivery.ts';
import { writeChange } from '../../../db/write-change.ts';
import { aCustomer, anId, databaseOfFile, WALL } from '../../db/support.ts';

const MINUTE = 60_000;
/** Codes of gRPC. */
const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;

const { db } = await databaseOfFile();

/** A case that wanted to look at `WALL` and has not. */
async function anOversleptCase(): Promise<string> {
  const customerId = await aCustomer(db);
  const id = anId('sec');
  const received = { kind: 'fraud', severity: 'high', source: 'alert', receivedAt: WALL, answerBy: null } as const;
  const stamp = { at: WALL, recordedAt: WALL, actor: 'test' };
  const { statements, events } = openCase({ id, customerId }, [{ kind: 'case.received', body: received }], stamp);
  await db.transaction().execute(async (trx) => {
    await writeChange(trx, await lockCustomer(trx, customerId), { statements, events });
  });
  await noteStreamAssessed(db, 'security_case', { id, seq: 1, wakeAt: WALL });
  return id;
}

/** A server that takes signals but for those to `full`, and the ids of the cases that it was told of. */
function aServer(full: string | null, code: number) {
  const told: string[] = [];
  const signalWithStart = (_type: string, { args: [{ caseId }] }: { args: [{ caseId: string }] }) => {
    if (caseId === full) {
      const cause = Object.assign(new Error('refused'), { code, details: '', metadata: {} });
      return Promise.reject(new ServiceError('Failed to signalWithStart Workflow', { cause }));
    }
    told.push(caseId);
    return Promise.resolve();
  };
  const log = pino({ level: 'silent' });
  return { told, deps: { db, client: { workflow: { signalWithStart } } as unknown as Client, taskQueue: 'q', log } };
}

describe('streams that slept past their deadline', () => {
  it('are told, but not each minute anew while they are at something that cannot be done', async () => {
    const id = await anOversleptCase();
    const { told, deps } = aServer(null, 0);
    for (let minute = 1; minute <= 40; minute += 1) await wakeOverslept(deps, WALL + minute * MINUTE);
    expect(told).toEqual([id, id, id]);
    await noteStreamAssessed(db, 'security_case', { id, seq: 1, wakeAt: null });
    await wakeOverslept(deps, WALL + 60 * MINUTE);
    expect(told).toHaveLength(3);
  });

  it('are told also where one of them takes no more signals; that one is tried again the next minute', async () => {
    const [first, second] = [await anOversleptCase(), await anOversleptCase()].toSorted();
    const { told, deps } = aServer(first ?? '', RESOURCE_EXHAUSTED);
    await wakeOverslept(deps, WALL + MINUTE);
    expect(told).toEqual([second]);
    const left = await oversleptOf(db, 'security_case', WALL + MINUTE);
    expect(left.map(({ id }) => id)).toEqual([first]);
  });

  it('are not tried one after the other while the server is away', async () => {
    const [first] = (await oversleptOf(db, 'security_case', WALL + MINUTE)).map(({ id }) => id);
    const { deps } = aServer(first ?? '', UNAVAILABLE);
    await expect(wakeOverslept(deps, WALL + MINUTE)).rejects.toThrow(ServiceError);
  });
});
