import { expect, test } from 'vitest';
import { initialsOf } from './initials.ts';

test.each([
  ['Alex Chen', 'AC'],
  ['alex.chen@example.com', 'AC'],
  ['Anna Maria von der Heide', 'AH'],
  ['Cher', 'C'],
  ['👩🏽‍🚀 Mae', '👩🏽‍🚀M'],
  ['🏳️‍🌈', '🏳️‍🌈'],
  ['🇩🇪 Team', '🇩🇪T'],
  ['e\u0301mile zola', 'ÉZ'],
  ['<b>Bob</b>', 'B'],
  ['(Sales) Ann', 'SA'],
  ['נועה לוי', 'נל'],
  ['محمد علي', 'م'],
  ['--- ???', ''],
])('the initials of %s are %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
