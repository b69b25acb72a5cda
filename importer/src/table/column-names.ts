import type { ColumnUse } from './mapping.ts';

/** Columns that nobody means to bring along: they would be shown to everybody in the account. */
export const SECRET =
  /passw|secret|(^|_)(pass|pwd|token|hash|salt|otp|api_key|private_key|activation_key)(_|$)/;

/** Columns that mailing lists have, and billing systems have not. */
export const OF_LISTS =
  /^((emails? )?(opens?|clicks?|opened|clicked)|(open|click)[ _-]rate|bounced?|opt[ _-]?in([ _-](at|on|time|date|ip))?|(un)?subscribed([ _-](at|on|time|date))?|unsubscribe[ _-]date|subscription_tier|email[ _-]marketing.*)$/i;

/** What stands before a name where the columns of several tables are in one file: customers.email. */
const OF_TABLE =
  /^(customers?|users?|contacts?|subscribers?|members?|person|people|subscriptions?(?=\.status$))\./i;

/** The name of a column without the table it comes from. */
export function plainName(column: string): string {
  return column.trim().replace(OF_TABLE, '');
}

/** The uses that the name of a column tells. */
export const NAMES: [ColumnUse['use'], RegExp][] = [
  [
    'first_name',
    /^(billing[ _-])?(first|given|fore)[ _-]?name$|^(fname|vorname|pr[ée]nom|primer nombre|voornaam)$/i,
  ],
  [
    'last_name',
    /^(billing[ _-])?(last|family|sur)[ _-]?name$|^([ls]name|surname|nachname|familienname|nom de famille|apellidos?|cognome|sobrenome|achternaam)$/i,
  ],
  [
    'name',
    /^((full|display|customer|contact|buyer|client|member|subscriber|person|your|user[ _-])[ _-]?)?name$|^(customer|contact|person|who|nom|nom complet|nombre|nombre completo|nome|naam|vollständiger name|kunde|client|cliente)$/i,
  ],
  [
    'created',
    /^((user|customer|account|member)[ _-])?(created|signed ?up|sign[ _-]?up|registered|subscribed|joined|added|customer since|first (seen|order)|member since)([ _-]?(at|on|time|date))?( ?\(utc\))?$|^(date|time)[ _-](created|registered|joined|added)$|^(sign[ _-]?up|registration|created|start)[ _-]?date$|^createdAt$/i,
  ],
  [
    'seen',
    /^(last[ _-]?(seen|activity|active|login|log[ _-]?in|sign[ _-]?in|visit|order|edited|modified))([ _-]?(at|on|time|date))?( ?\(utc\))?$|^(updated|modified)([ _-]?(at|on|time))?$|^lastSeenAt$|^updatedAt$/i,
  ],
  [
    'status',
    /^(status|statut|estatus|estado|stato|state|stage|lifecycle|(subscription|customer|account|billing|plan|payment|membership|patron)[ _-]?(status|state|stage))$/i,
  ],
  [
    'tags',
    /^((customer|contact|user|subscriber)[ _-])?(tags?|labels?)$|^(schlagw[öo]rter|étiquettes|etiquetas|etichette)$/i,
  ],
  [
    'notes',
    /^((internal|private)[ _-])?(notes?|comments?|remarks?)$|^(notizen?|bemerkung(en)?|kommentare?|remarques?|commentaires?|notas|comentarios?|opmerking(en)?)$/i,
  ],
];

/** Columns whose digits are no amount: nobody adds them up, and a zero before them counts. */
export const DIGITS =
  /(^|_)(phone|mobile|cell|sms|tel|telephone|telefon|fax|whatsapp|zip|zip_?code|postal(_?code)?|post_?code|plz|last_?4|last_four|iban|bic|vat(_(id|number|no))?|tax_id|ssn|ein|account_number)(_?(number|no|nr|[0-9]))?$/;

/** What stands for a name where there is no other. */
export const USERNAME = /^(user|login|nick|screen)[ _-]?name$|^(login|handle)$/i;
