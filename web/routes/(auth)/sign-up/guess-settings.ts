/** Currencies by time zone, where the people of a zone or region have one of their own. */
const BY_ZONE: Record<string, string> = {
  'Europe/London': 'GBP',
  'Europe/Zurich': 'CHF',
  'Europe/Stockholm': 'SEK',
  'Europe/Oslo': 'NOK',
  'Europe/Copenhagen': 'DKK',
  'Europe/Warsaw': 'PLN',
  'Europe/Prague': 'CZK',
  'Europe/Budapest': 'HUF',
  'Europe/Bucharest': 'RON',
  'Europe/Istanbul': 'TRY',
  'Europe/Kiev': 'UAH',
  'Europe/Kyiv': 'UAH',
  'America/Toronto': 'CAD',
  'America/Vancouver': 'CAD',
  'America/Edmonton': 'CAD',
  'America/Sao_Paulo': 'BRL',
  'America/Mexico_City': 'MXN',
  'Asia/Kolkata': 'INR',
  'Asia/Calcutta': 'INR',
  'Asia/Tokyo': 'JPY',
  'Asia/Seoul': 'KRW',
  'Asia/Shanghai': 'CNY',
  'Asia/Singapore': 'SGD',
  'Asia/Hong_Kong': 'HKD',
  'Asia/Dubai': 'AED',
  'Asia/Jerusalem': 'ILS',
  'Pacific/Auckland': 'NZD',
  'Africa/Johannesburg': 'ZAR',
  'Africa/Lagos': 'NGN',
};
const ZONES_OF_EURO =
  /^Europe\/(Amsterdam|Athens|Berlin|Bratislava|Brussels|Dublin|Helsinki|Lisbon|Ljubljana|Luxembourg|Madrid|Malta|Paris|Riga|Rome|Tallinn|Vienna|Vilnius|Zagreb)$/;

/** The currency that people in a time zone most likely charge in; none where it names no place. */
export function currencyOf(timeZone: string): string {
  if (!timeZone.includes('/') || timeZone.startsWith('Etc/')) return '';
  if (ZONES_OF_EURO.test(timeZone)) return 'EUR';
  if (timeZone.startsWith('Australia/')) return 'AUD';
  return BY_ZONE[timeZone] ?? 'USD';
}

/** What a new account is set to until somebody says otherwise, from the browser of who signs up. */
export function guessSettings(): { timeZone: string; currency: string } {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { timeZone, currency: currencyOf(timeZone) };
}
