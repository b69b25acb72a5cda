interface Fault {
  field: string;
  message: string;
}

/** What a form was refused for, where that is about one of its fields: see `attempt` in server/database.ts. */
export function faultOf(form: object | null): Fault | undefined {
  const { field, message } = (form ?? {}) as Partial<Fault>;
  return field && message ? { field, message } : undefined;
}
