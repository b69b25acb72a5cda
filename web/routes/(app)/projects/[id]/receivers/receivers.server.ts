import type { Mapping, ServiceName } from '$contract/services.ts';
import { unwrap, type Supabase } from '$lib/server/database.ts';

export interface Receiver {
  id: string;
  service: ServiceName;
  mapping: Mapping;
}

export type Delivery = Awaited<ReturnType<typeof listDeliveries>>[number];

/** The receivers of a project. */
export async function listReceivers(supabase: Supabase, projectId: string): Promise<Receiver[]> {
  const found = unwrap(
    await supabase.from('receivers').select('id, service, mapping').eq('project_id', projectId),
  );
  return found as unknown as Receiver[];
}

/** The last 50 deliveries of a receiver, the latest first. */
export async function listDeliveries(supabase: Supabase, receiverId: string) {
  return unwrap(
    await supabase
      .from('receiver_deliveries')
      .select('id, event_type, event_at, received_at, outcome, detail, times, customer_id')
      .eq('receiver_id', receiverId)
      .order('id', { ascending: false })
      .limit(50),
  );
}

/** Makes a receiver and resolves with the secret that was made for it. */
export async function createReceiver(supabase: Supabase, projectId: string, service: ServiceName) {
  const [made] = unwrap(await supabase.rpc('create_receiver', { project_id: projectId, service }));
  return made!.secret_made;
}

/** Keeps the secret of the service, or makes one and resolves with it. */
export async function setReceiverSecret(supabase: Supabase, receiverId: string, secret?: string) {
  return unwrap(await supabase.rpc('set_receiver_secret', { receiver_id: receiverId, secret }));
}

export async function setReceiverMapping(supabase: Supabase, receiverId: string, mapping: Mapping) {
  const json = mapping as Record<string, Record<string, string | null> | boolean>;
  unwrap(await supabase.rpc('set_receiver_mapping', { receiver_id: receiverId, mapping: json }));
}

export async function deleteReceiver(supabase: Supabase, receiverId: string) {
  unwrap(await supabase.rpc('delete_receiver', { receiver_id: receiverId }));
}
