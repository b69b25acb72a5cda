/** The functions of the database that a replica answers as well as the primary. */
export const READS = new Set([
  'count_customers',
  'export_customers',
  'get_customer',
  'list_tags',
  'my_session',
  'my_sessions',
  'notification_settings',
  'overview',
  'read_audit_log',
  'search_customers',
]);
