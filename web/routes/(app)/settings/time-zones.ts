/** Today's names of zones that browsers and Node may still call by their old ones. */
const RENAMED: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

export interface TimeZone {
  /** The name of the IANA. */
  id: string;
  /** "Asia/Ho Chi Minh (GMT+7)" */
  text: string;
}

/**
 * The zones to choose from, by their names of today, with how far each is from UTC at a time. The one
 * that is `chosen` is among them under the name that it has there, so that saving a form keeps it.
 */
export function timeZones(
  chosen: string,
  now = Date.now(),
  known = Intl.supportedValuesOf('timeZone'),
): TimeZone[] {
  const names = new Set(['UTC', chosen]);
  for (const zone of known) {
    const name = RENAMED[zone] ?? zone;
    // One place has one name in the list.
    if (name.includes('/') && RENAMED[chosen] !== name) names.add(name);
  }
  return [...names]
    .sort((a, b) => Number(b === 'UTC') - Number(a === 'UTC') || (a < b ? -1 : 1))
    .map((id) => ({
      id,
      text: id === 'UTC' ? id : `${id.replaceAll('_', ' ')} (${offset(id, now)})`,
    }));
}

// Some hundred formats take a tenth of a second: what they say is kept for an hour.
const HOUR_MS = 3_600_000;
const kept = { hour: 0, offsets: new Map<string, string>() };

function offset(timeZone: string, at: number): string {
  const hour = Math.floor(at / HOUR_MS);
  if (kept.hour !== hour) Object.assign(kept, { hour, offsets: new Map() });
  let text = kept.offsets.get(timeZone);
  if (text === undefined) {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      timeZoneName: 'shortOffset',
    }).formatToParts(at);
    text = parts.find(({ type }) => type === 'timeZoneName')!.value;
    kept.offsets.set(timeZone, text);
  }
  return text;
}
