import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { confirmMove, moveAccount } from '../../move/move-account.ts';
import type { Point } from '../../move/moves.ts';
import { undoMove } from '../../move/way-back.ts';
import { TwoDatabases } from './two-databases.ts';

let two: TwoDatabases;
beforeAll(async () => void (two = await TwoDatabases.start()));
beforeEach(() => two.createAccount());
afterAll(() => two.stop());

test.each<Point>(['copied', 'closed', 'open'])(
  'interrupted when it is %s, a move is run again or undone',
  async (point) => {
    const before = await two.everyRow(two.here);
    await two.interrupt(moveAccount, point);
    await two.run(undoMove);
    expect(await two.everyRow(two.here)).toEqual(before);
    expect(await two.filled(two.there)).toEqual([]);
    expect(await two.users(two.there)).toEqual([]);
    await two.interrupt(moveAccount, point);
    if (point === 'open') await expect(two.run(moveAccount)).rejects.toThrow('has already moved');
    else await two.run(moveAccount);
    expect(await two.everyRow(two.there)).toEqual(before);
  },
);

test('undone after it was used in the new database, an account has what was written there', async () => {
  await two.run(moveAccount);
  expect(await two.call(two.there)).toBe('created');
  await two.there`
    delete from public.customer_tags where account_id = ${two.account.accountId}`;
  const before = await two.everyRow(two.there);
  await two.interrupt(undoMove, 'closed');
  await expect(two.run(moveAccount)).rejects.toThrow('Run this with --undo to finish');
  await two.interrupt(undoMove, 'open');
  await two.run(undoMove);
  expect(await two.everyRow(two.here)).toEqual(before);
  expect(await two.filled(two.there)).toEqual([]);
  expect(await two.call(two.here)).toBe('updated');
});

test('interrupted when it is removed, a confirmation is run again', async () => {
  await two.run(moveAccount);
  const before = await two.everyRow(two.there);
  await two.interrupt(confirmMove, 'removed');
  await expect(two.run(undoMove)).rejects.toThrow('The move is confirmed');
  await two.run(confirmMove);
  expect(await two.everyRow(two.there)).toEqual(before);
  await expect(two.run(confirmMove)).rejects.toThrow('no move to confirm');
});
