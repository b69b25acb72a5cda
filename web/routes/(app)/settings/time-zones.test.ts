import { expect, test } from 'vitest';
import { timeZones } from './time-zones.ts';

const winter = Date.parse('2026-11-30T12:00:00Z');
const ids = (chosen: string, known?: string[]) =>
  timeZones(chosen, winter, known).map(({ id }) => id);

test.each(['Asia/Kathmandu', 'Asia/Katmandu', 'Asia/Ho_Chi_Minh', 'Etc/GMT+5', 'UTC'])(
  'the zone that is stored, %s, is in the list exactly once, and so stays',
  (zone) => {
    expect(ids(zone).filter((id) => id === zone)).toHaveLength(1);
  },
);

test('places have their names of today, wherever the list comes from, and one name each', () => {
  const old = ['Asia/Calcutta', 'Asia/Saigon', 'Europe/Kiev', 'America/Godthab', 'EST'];
  const today = ['UTC', 'America/Nuuk', 'Asia/Ho_Chi_Minh', 'Asia/Kolkata', 'Europe/Kyiv'];
  expect(ids('UTC', old)).toEqual(today);
  expect(ids('UTC', [...old, ...today])).toEqual(today);
  expect(ids('Europe/Kiev', old)).toEqual([
    ...['UTC', 'America/Nuuk', 'Asia/Ho_Chi_Minh', 'Asia/Kolkata', 'Europe/Kiev'],
  ]);
});

test('each says how far it is from UTC', () => {
  const texts = timeZones('UTC', winter, [
    'America/St_Johns',
    'Pacific/Kiritimati',
    'Asia/Calcutta',
  ]);
  expect(texts.map(({ text }) => text)).toEqual([
    'UTC',
    'America/St Johns (GMT-3:30)',
    'Asia/Kolkata (GMT+5:30)',
    'Pacific/Kiritimati (GMT+14)',
  ]);
});
