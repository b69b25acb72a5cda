/** What to paste into a product, with the key and the address of this server inside. */
export function snippets(ingestUrl: string, apiKey?: string) {
  const js = apiKey ? `'${apiKey}'` : 'process.env.TINYCRM_KEY';
  const python = apiKey ? `'${apiKey}'` : "os.environ['TINYCRM_KEY']";
  const php = apiKey ? `'${apiKey}'` : "getenv('TINYCRM_KEY')";
  const json =
    '{"email":"alex@example.com","name":"Alex","status":"trial","params":{"plan":"pro"}}';
  return [
    {
      id: 'node',
      title: 'Node.js',
      code: `// npm install tinycrm-sdk
import { TinyCRM } from 'tinycrm-sdk';

const crm = new TinyCRM({
  apiKey: ${js},
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
      id: 'next',
      title: 'Next.js',
      code: `// npm install tinycrm-sdk, then lib/crm.ts
import { after } from 'next/server';
import { TinyCRM } from 'tinycrm-sdk';

export const crm = new TinyCRM({
  apiKey: ${js},
  baseUrl: '${ingestUrl}',
  waitUntil: after,
});

// In the server action that signs people up:
crm.identify({ email: user.email, name: user.name, status: 'trial' });`,
    },
    {
      id: 'express',
      title: 'Express',
      code: `// npm install tinycrm-sdk
import { TinyCRM } from 'tinycrm-sdk';

const crm = new TinyCRM({
  apiKey: ${js},
  baseUrl: '${ingestUrl}',
});

app.post('/sign-up', async (request, response) => {
  const user = await createUser(request.body);
  crm.identify({ email: user.email, name: user.name, status: 'trial' });
  response.redirect('/welcome');
});`,
    },
    {
      id: 'curl',
      title: 'curl',
      code: `curl -X POST '${ingestUrl}/identify' \\
  -H "Authorization: Bearer ${apiKey ?? '$TINYCRM_KEY'}" \\
  -H 'content-type: application/json' \\
  -d '${json}'`,
    },
    {
      id: 'python',
      title: 'Python',
      code: `import json${apiKey ? '' : ', os'}, urllib.request

def identify(customer):
    request = urllib.request.Request(
        '${ingestUrl}/identify',
        data=json.dumps(customer).encode(),
        headers={
            'Authorization': 'Bearer ' + ${python},
            'Content-Type': 'application/json',
        },
    )
    try:
        urllib.request.urlopen(request, timeout=5)
    except OSError as error:  # never in the way of a sign-up
        print('TinyCRM:', error)

identify({'email': 'alex@example.com', 'name': 'Alex',
          'status': 'trial', 'params': {'plan': 'pro'}})`,
    },
    {
      id: 'php',
      title: 'PHP',
      code: `<?php
function identify(array $customer): void {
    $answer = @file_get_contents('${ingestUrl}/identify', false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => [
            'Authorization: Bearer ' . ${php},
            'Content-Type: application/json',
        ],
        'content' => json_encode($customer),
        'timeout' => 5,
    ]]));
    if ($answer === false) error_log('TinyCRM: ' . (error_get_last()['message'] ?? 'no answer'));
}

identify(['email' => 'alex@example.com', 'name' => 'Alex',
          'status' => 'trial', 'params' => ['plan' => 'pro']]);`,
    },
  ];
}
