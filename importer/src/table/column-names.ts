import type { ColumnUse } from './mapping.ts';

/** Columns that nobody means to bring along: they would be shown to everybody in the account. */
export const SECRET = /passw|secret|(^|_)(token|hash|salt|otp|api_key)(_|$)/;

/** The uses that the name of a column tells. */
export const NAMES: [ColumnUse['use'], RegExp][] = [
  ['first_name', /^(billing[ _-])?(first|given)[ _-]?name$|^fname$|^vorname$|^prénom$/i],
  ['last_name', /^(billing[ _-])?(last|family|sur)[ _-]?name$|^[ls]name$|^surname$|^nachname$/i],
  [
    'name',
    /^((full|display|customer|contact|buyer|client|member|subscriber|person|your|user[ _-])[ _-]?)?name$|^(customer|contact|person|who)$/i,
  ],
  [
    'created',
    /^(created|signed ?up|sign[ _-]?up|registered|joined|added|customer since|first (seen|order)|member since)([ _-]?(at|on|time|date))?( ?\(utc\))?$|^(date|time)[ _-](created|registered|joined|added)$|^(sign[ _-]?up|registration|created|start)[ _-]?date$|^createdAt$/i,
  ],
  [
    'seen',
    /^(last[ _-]?(seen|activity|active|login|log[ _-]?in|sign[ _-]?in|visit|order|edited|modified))([ _-]?(at|on|time|date))?( ?\(utc\))?$|^(updated|modified)([ _-]?(at|on|time))?$|^lastSeenAt$|^updatedAt$/i,
  ],
  [
    'status',
    /^(status|state|stage|lifecycle|(subscription|customer|account|billing|plan|payment)[ _-]?(status|state|stage))$/i,
  ],
];

/** What stands for a name where there is no other. */
export const USERNAME = /^(user|login|nick|screen)[ _-]?name$|^(login|handle)$/i;
