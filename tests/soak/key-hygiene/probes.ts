/** A request as a caller, a bug or somebody with bad intent may send it. */
export interface Probe {
  method: string;
  route: string;
  headers: Record<string, string>;
  body: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const CALL = JSON.stringify({ email: 'a@example.com', params: { plan: 'pro' } });

/** Wrong keys of every kind, and a live one in places where it does not belong. */
export function makeProbes(live: string, revoked: string, unknown: string): Probe[] {
  const bearer = { ...JSON_TYPE, authorization: `Bearer ${live}` };
  const post = (route: string, headers: Record<string, string>, body = CALL): Probe => ({
    method: 'POST',
    route,
    headers,
    body,
  });
  const authorizations = [
    ...[revoked, unknown, `${live.slice(0, -1)}!`, swapEnds(live)].map((key) => `Bearer ${key}`),
    ...[live, `Basic ${live}`, `Token ${live}`, `Bearer ${live} ${live}`, `Bearer ${live}x`],
    ...[
      `Bearer "${live}"`,
      `Bearer ${live},`,
      `Bearer=${live}`,
      `Bearer ${'x'.repeat(2000)}${live}`,
    ],
  ];
  const bodies = [
    ...[live, `"${live}"`, `{"email":"${live}`, `{"email":"${live}"}`, `{"email":"${live}@x"}`],
    ...['status', 'age', 'timestamp', 'params', 'api_key'].map(
      (field) => `{"email":"a@example.com","${field}":"${live}"}`,
    ),
    ...[`{"email":"a@example.com","name":["${live}"]}`, `{"calls":"${live}"}`],
    // As the name of a field, which the pointer of an error would repeat.
    ...[`{"${live}":1}`, `{"email":"a@example.com","params":{"${live}":"\\u0000"}}`],
    `{"calls":[{"type":"${live}"},{"type":"ping","email":"a@example.com","${live}":1},{"type":"identify","email":"${live}"}]}`,
  ];
  return [
    ...authorizations.map((authorization) => post('/identify', { ...JSON_TYPE, authorization })),
    ...bodies.flatMap((body) =>
      ['/identify', '/ping', '/batch'].map((at) => post(at, bearer, body)),
    ),
    post(`/${live}`, bearer),
    post(`/identify/${live}`, bearer),
    post(`/identify?api_key=${live}`, JSON_TYPE),
    post('/identify', { ...JSON_TYPE, 'x-api-key': live, cookie: `key=${live}`, apikey: live }),
    post('/identify', { ...bearer, 'content-type': `application/${live}` }),
    post('/identify', { ...bearer, 'content-encoding': live }),
    post('/identify', { ...bearer, 'x-request-id': live, 'x-forwarded-for': live }, '{'),
    { ...post('/identify', bearer), method: 'PUT' },
    { ...post('/health', bearer), method: 'DELETE' },
  ];
}

/** As long as a key, with a checksum that does not fit. */
function swapEnds(key: string): string {
  const secret = key.slice('tcrm_proj_'.length);
  return `tcrm_proj_${secret.slice(-6)}${secret.slice(0, -6)}`;
}
