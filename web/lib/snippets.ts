/** What to paste into a product, with the key and the address of this server inside. */
export function snippets(ingestUrl: string, apiKey = '$TINYCRM_KEY') {
  const key = apiKey.startsWith('$') ? 'process.env.TINYCRM_KEY' : `'${apiKey}'`;
  return [
    {
      id: 'node',
      title: 'Node.js',
      code: `// npm install tinycrm-sdk
import { TinyCRM } from 'tinycrm-sdk';

const crm = new TinyCRM({
  apiKey: ${key},
  baseUrl: '${ingestUrl}',
});

await crm.identify({
  email: 'alex@example.com',
  name: 'Alex',
  status: 'trial',
  params: { plan: 'pro' },
});`,
    },
    {
      id: 'curl',
      title: 'curl',
      code: `curl -X POST '${ingestUrl}/identify' \\
  -H "Authorization: Bearer ${apiKey}" \\
  -H 'content-type: application/json' \\
  -d '{"email":"alex@example.com","name":"Alex","status":"trial","params":{"plan":"pro"}}'`,
    },
  ];
}
