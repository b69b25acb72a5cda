import { expect, test } from 'vitest';
import { ASSISTANTS } from './assistants.ts';

const ADDRESS = 'https://crm.example/mcp';
const KEY = 'tcrm_read_made_a_moment_ago';

test.each(ASSISTANTS)(
  '$title is given the address, and the key in the header alone',
  ({ lines }) => {
    const all = lines(ADDRESS, KEY);
    const text = all.map(({ code }) => code).join('\n');
    expect(text).toContain(ADDRESS);
    expect(text).not.toMatch(/\?[^\n]*tcrm_read/);
    expect(text).toMatch(
      /Authorization[": ]+Bearer (tcrm_read_|\$\{input:)|--bearer-token-env-var/,
    );
    for (const { file, code } of all) if (file) expect(() => JSON.parse(code)).not.toThrow();
  },
);
