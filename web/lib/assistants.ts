/** Assistants that connect with a read key, and what each is given. */

interface Lines {
  /** What to do with the lines. */
  todo: string;
  /** The file that they go into, or null for a terminal. */
  file: string | null;
  code: string;
}

interface Assistant {
  id: string;
  title: string;
  lines(address: string, readKey: string): Lines[];
}

const json = (value: object) => JSON.stringify(value, null, 2);

export const ASSISTANTS: readonly Assistant[] = [
  {
    id: 'claude-code',
    title: 'Claude Code',
    lines: (address, readKey) => [
      {
        todo: 'Run this in a terminal. It’s added for you alone, in every folder.',
        file: null,
        code: `claude mcp add --transport http --scope user tinycrm ${address} \\\n  --header "Authorization: Bearer ${readKey}"`,
      },
    ],
  },
  {
    id: 'cursor',
    title: 'Cursor',
    lines: (address, readKey) => [
      {
        todo: 'Add this to the file, then turn on tinycrm under Settings → Tools & MCP.',
        file: '~/.cursor/mcp.json',
        code: json({
          mcpServers: {
            tinycrm: { url: address, headers: { Authorization: `Bearer ${readKey}` } },
          },
        }),
      },
    ],
  },
  {
    id: 'vs-code',
    title: 'VS Code',
    lines: (address) => [
      {
        todo: 'Add this to the file. VS Code asks for the key once and stores it outside the file.',
        file: '.vscode/mcp.json',
        code: json({
          inputs: [
            {
              type: 'promptString',
              id: 'tinycrm-read-key',
              description: 'TinyCRM read key',
              password: true,
            },
          ],
          servers: {
            tinycrm: {
              type: 'http',
              url: address,
              headers: { Authorization: 'Bearer ${input:tinycrm-read-key}' },
            },
          },
        }),
      },
    ],
  },
  {
    id: 'codex',
    title: 'Codex',
    lines: (address, readKey) => [
      {
        todo: 'Put the key where Codex starts, such as in your shell’s profile.',
        file: null,
        code: `export TINYCRM_READ_KEY=${readKey}`,
      },
      {
        todo: 'Then run this once.',
        file: null,
        code: `codex mcp add tinycrm --url ${address} --bearer-token-env-var TINYCRM_READ_KEY`,
      },
    ],
  },
];
